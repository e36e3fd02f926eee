package recipe

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// registry is the registry in the names of images that gherkind creates. Nothing can be pulled from it.
const registry = "gherkind.local"

// NodeImages are the images that are included in a node.
type NodeImages struct {
	Images []archive.Image
	// Workloads maps the logical name ("busybox") to the name in the node.
	Workloads map[string]string
	// Relabel maps a name that kind's builder requires to gherkind's own name, for images that are not the published ones of that
	// name.
	Relabel map[string]string
	// About maps the name in the node to a description of the actual content.
	About map[string]string
}

// item is an image to be created.
type item struct {
	what    string // description, for a label
	version string // version of its content
	layers  []layer.Layer
	config  archive.Config
	honest  string // gherkind's own full name; "" if the required name is accurate
}

// Assemble creates all required images and the workload images.
func (p *Parts) Assemble(required []string) (*NodeImages, error) {
	out := &NodeImages{Workloads: map[string]string{}, Relabel: map[string]string{}, About: map[string]string{}}
	system := p.system()
	for _, name := range required {
		it, known := system[base(name)]
		if !known {
			return nil, fmt.Errorf("make the images of a node: %s is required and the recipe has no %q (it knows %s)",
				name, base(name), strings.Join(slices.Sorted(maps.Keys(system)), ", "))
		}
		names := []string{name}
		if it.honest != "" {
			names = append(names, it.honest)
			out.Relabel[name] = it.honest
		}
		out.add(it, names)
	}
	for logical, it := range p.workloads() {
		out.add(it, []string{it.honest})
		out.Workloads[logical] = it.honest
	}
	slices.SortFunc(out.Images, func(a, b archive.Image) int { return strings.Compare(a.Names[0], b.Names[0]) })
	return out, nil
}

func (n *NodeImages) add(it item, names []string) {
	title := names[len(names)-1]
	n.About[title] = it.what
	config := it.config
	config.Labels = map[string]string{
		"org.opencontainers.image.title":       base(title),
		"org.opencontainers.image.description": it.what,
		"org.opencontainers.image.version":     it.version,
		"org.opencontainers.image.vendor":      "gherkind",
	}
	if config.Env == nil {
		config.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	}
	n.Images = append(n.Images, archive.Image{Names: names, Config: config, Layers: it.layers})
}
