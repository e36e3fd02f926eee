package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// workloadImages makes the images of the catalogue available in the nodes.
// With a built node image they lie there already; published ones are pulled
// once and loaded into the nodes that lack them.
func (w wanted) workloadImages(ctx context.Context, c *Cluster) error {
	entries, err := loadCatalogue()
	if err != nil {
		return err
	}
	c.Images = entries.images(w.image.Contents, c.present, "")
	if w.image.Source != nodeimage.Published {
		return nil
	}
	for _, name := range entries.published() {
		if err := w.load(ctx, c.Name, name); err != nil {
			return err
		}
	}
	return nil
}

// havePublished pulls the images of the catalogue, so that a registry that does
// not hand them out is met before there is a cluster.
func (w wanted) havePublished(ctx context.Context) error {
	entries, err := loadCatalogue()
	if err != nil || w.image.Source != nodeimage.Published {
		return err
	}
	for _, name := range entries.published() {
		if err := registry.Bring(ctx, name, w.mirror(), w.options.Progress); err != nil {
			return err
		}
	}
	return nil
}

func (w wanted) mirror() registry.Mirror { return registry.Mirror(w.options.Registry) }

// load brings one image into the nodes that do not have it.
func (w wanted) load(ctx context.Context, cluster, image string) error {
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		return fmt.Errorf("list the nodes: %w", err)
	}
	var lacking []nodes.Node
	for _, node := range all {
		if id, err := nodeutils.ImageID(node, image); err != nil || id == "" {
			lacking = append(lacking, node)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	if err := registry.Bring(ctx, image, w.mirror(), w.options.Progress); err != nil {
		return err
	}
	w.options.Progress.Step(fmt.Sprintf("load image %s into %d nodes", image, len(lacking)))
	if err := saveAndLoad(ctx, image, lacking); err != nil {
		return &EnvironmentError{Doing: "bring image " + image + " into the nodes", Err: err}
	}
	return nil
}

func saveAndLoad(ctx context.Context, image string, into []nodes.Node) (err error) {
	dir, err := os.MkdirTemp("", "gherkind-image-")
	if err != nil {
		return fmt.Errorf("make a folder for the image: %w", err)
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	archive := filepath.Join(dir, "image.tar")
	if err := command.New("docker", "save", "--output", archive, image).Run(ctx); err != nil {
		return err
	}
	platform, err := command.New("docker", "image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", image).Output(ctx)
	if err != nil {
		return err
	}
	return loadInto(archive, into, func(n nodes.Node, r io.Reader) error { return importPlatform(n, strings.TrimSpace(platform), r) })
}
