// Package images resolves the image names that manifests use, and loads images into the nodes of a kind cluster.
package images

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/cluster/registry"
	kindconfig "github.com/gherkind/gherkind/kind-config"
)

// entry has the images for one logical name, per source.
type entry struct {
	Published string `yaml:"published"`
	Built     string `yaml:"built"` // without tag: the tag depends on what it was built from
	Node      string `yaml:"node"`  // without tag: the tag depends on the version of Kubernetes
}

// Catalogue is kind-config/images.yaml: the images for each logical name.
type Catalogue map[string]entry

// LoadCatalogue reads the catalogue that is built into gherkind.
func LoadCatalogue() (Catalogue, error) {
	data, err := kindconfig.FS.ReadFile("images.yaml")
	if err != nil {
		return nil, fmt.Errorf("read the image catalogue: %w", err)
	}
	return parseCatalogue(data)
}

func parseCatalogue(data []byte) (Catalogue, error) {
	var c Catalogue
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil {
		return nil, fmt.Errorf("read the image catalogue images.yaml: %w", err)
	}
	var problems []error
	for name, e := range c {
		if e.Published == "" || (e.Built == "") == (e.Node == "") {
			problems = append(problems, fmt.Errorf("image %q in images.yaml needs published, and either built or node", name))
		}
	}
	return c, errors.Join(problems...)
}

// published returns the names of the images that are pulled for the nodes, in order.
func (c Catalogue) published() []string {
	var names []string
	for _, e := range c {
		if e.Node == "" {
			names = append(names, e.Published)
		}
	}
	return slices.Sorted(slices.Values(names))
}

// Resolve returns the image for each logical name in a cluster. contents are the workload images in the node image, and present
// are all images on the nodes. Without them, the published names are used, through the mirror if the nodes pull from one.
func (c Catalogue) Resolve(contents map[string]string, present []string, mirror registry.Mirror) Images {
	names := map[string]string{}
	for logical, e := range c {
		names[logical] = mirror.Of(e.Published)
		if built, ok := contents[logical]; ok {
			names[logical] = built
		}
		if i := slices.IndexFunc(present, func(name string) bool { return e.Node != "" && strings.HasPrefix(name, e.Node+":") }); i >= 0 {
			names[logical] = present[i]
		}
	}
	return Images{names: names}.Unused()
}

// Built returns the built images that the nodes have, for a cluster of gherkind that is used with its kubeconfig.
func (c Catalogue) Built(present []string) map[string]string {
	built := map[string]string{}
	for logical, e := range c {
		for _, name := range present {
			if e.Built != "" && strings.HasPrefix(name, e.Built+":") {
				built[logical] = name
			}
		}
	}
	return built
}

// Images maps logical image names to those of one cluster. The zero value maps nothing. It is safe for concurrent use.
type Images struct {
	names map[string]string
	used  *used
}

// Unused returns the same images without a record of their use.
func (i Images) Unused() Images {
	return Images{names: i.names, used: &used{names: map[string]string{}}}
}

type used struct {
	mu    sync.Mutex
	names map[string]string
}

// Map returns the image for a name. A name that is not in the catalogue is returned unchanged.
func (i Images) Map(logical string) string {
	name, ok := i.names[logical]
	if !ok {
		return logical
	}
	i.used.mu.Lock()
	defer i.used.mu.Unlock()
	i.used.names[logical] = name
	return name
}

// Names returns all names with their images.
func (i Images) Names() map[string]string { return maps.Clone(i.names) }

// Named returns Images for names as returned by Names.
func Named(names map[string]string) Images { return Images{names: names}.Unused() }

// Used returns the names that Map was called with, for the report.
func (i Images) Used() map[string]string {
	if i.used == nil {
		return nil
	}
	i.used.mu.Lock()
	defer i.used.mu.Unlock()
	return maps.Clone(i.used.names)
}
