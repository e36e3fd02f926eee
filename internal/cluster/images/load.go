package images

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Loader pulls images and loads them into nodes.
type Loader struct {
	Mirror   registry.Mirror
	Progress host.Progress // must not be nil
	// UsedByOthers reports whether another run uses images of a repository, or may do so. Former versions of an image are removed
	// only if it is set.
	UsedByOthers func(ctx context.Context, repository string) bool
}

// Pull pulls the published images of the catalogue into Docker, so that a failing registry is noticed before a cluster is
// created.
func (l Loader) Pull(ctx context.Context, c Catalogue) error {
	for _, name := range c.published() {
		if err := registry.Bring(ctx, name, l.Mirror, l.Progress); err != nil {
			return err
		}
	}
	return nil
}

// LoadAll loads the published images of the catalogue into the nodes of a cluster that do not have them.
func (l Loader) LoadAll(ctx context.Context, c Catalogue, cluster string) error {
	for _, name := range c.published() {
		if err := l.Load(ctx, cluster, name); err != nil {
			return err
		}
	}
	return nil
}

// Load loads an image into the nodes of a cluster that do not have it. Docker pulls it if necessary.
func (l Loader) Load(ctx context.Context, cluster, image string) error {
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
	if err := registry.Bring(ctx, image, l.Mirror, l.Progress); err != nil {
		return err
	}
	l.Progress.Step(fmt.Sprintf("load image %s into %d nodes", image, len(lacking)))
	if err := saveAndLoad(ctx, image, lacking); err != nil {
		return &host.EnvironmentError{Doing: "bring image " + image + " into the nodes", Err: err}
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
	if err := docker.Save(ctx, image, archive); err != nil {
		return err
	}
	platform, err := docker.Platform(ctx, image)
	if err != nil {
		return err
	}
	return loadInto(ctx, archive, into, func(n nodes.Node, r io.Reader) error { return importPlatform(n, platform, r) })
}
