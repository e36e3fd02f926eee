package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

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
	c.Images = entries.images(w.image.Contents)
	if w.image.Source != nodeimage.Published {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Published)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := w.load(ctx, c.Name, name); err != nil {
			return &EnvironmentError{Doing: "bring image " + name + " into the nodes", Advice: "check that Docker reaches the registry", Err: err}
		}
	}
	return nil
}

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
	w.options.Progress.Step(fmt.Sprintf("load image %s into %d nodes", image, len(lacking)))
	if command.New("docker", "image", "inspect", image).Run(ctx) != nil {
		if err := command.New("docker", "pull", "--quiet", image).Run(ctx); err != nil {
			return err
		}
	}
	return saveAndLoad(ctx, image, lacking)
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
	return loadInto(archive, into)
}

// loadArchive brings the images of an archive into all nodes of a cluster.
func loadArchive(cluster, archive string) error {
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		return fmt.Errorf("list the nodes: %w", err)
	}
	return loadInto(archive, all)
}

func loadInto(archive string, into []nodes.Node) error {
	file, err := os.Open(archive)
	if err != nil {
		return fmt.Errorf("open the image archive: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	for _, node := range into {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read the image archive again: %w", err)
		}
		if err := nodeutils.LoadImageArchive(node, file); err != nil {
			return fmt.Errorf("load it into %s: %w", node.String(), err)
		}
	}
	return nil
}
