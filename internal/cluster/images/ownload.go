package images

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"sync"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// With returns the same images with additional names, which take precedence.
func (i Images) With(names map[string]string) Images {
	all := maps.Clone(i.names)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, names)
	return Images{names: all}.Unused()
}

// LoadOwn loads the user's images into the nodes of a cluster that do not have their current content, into all nodes in parallel.
// It returns their names in the nodes, by their names in manifests.
func (l Loader) LoadOwn(ctx context.Context, cluster string, own []Own) (map[string]string, error) {
	names := map[string]string{}
	if len(own) == 0 {
		return names, nil
	}
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		return nil, fmt.Errorf("list the nodes: %w", err)
	}
	for _, o := range own {
		if names[o.Name], err = l.loadOne(ctx, o, all); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// loadOne loads one image into the nodes, and returns its name there.
func (l Loader) loadOne(ctx context.Context, o Own, all []nodes.Node) (name string, err error) {
	dir, err := os.MkdirTemp("", "gherkind-image-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the image: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r, err := o.prepare(ctx, l.Progress, dir)
	if err != nil {
		return "", err
	}
	return r.inNodes, l.loadReady(ctx, r, all, dir)
}

// lacking returns the nodes without an image. It asks all nodes in parallel.
func lacking(all []nodes.Node, image string) []nodes.Node {
	has := make([]bool, len(all))
	var asked sync.WaitGroup
	for i, node := range all {
		asked.Go(func() {
			id, err := nodeutils.ImageID(node, image)
			has[i] = err == nil && id != ""
		})
	}
	asked.Wait()
	var without []nodes.Node
	for i, node := range all {
		if !has[i] {
			without = append(without, node)
		}
	}
	return without
}

// loadReady loads an image into the nodes that lack it, in place of its former versions.
func (l Loader) loadReady(ctx context.Context, r ready, all []nodes.Node, dir string) error {
	into := lacking(all, r.inNodes)
	if len(into) == 0 {
		return nil
	}
	l.Progress.Step(fmt.Sprintf("load image %s into %s", r.Name, words.Times("node", len(into))))
	err := r.write(ctx, dir)
	if err == nil {
		err = r.into(ctx, into)
	}
	if err != nil {
		return l.notLoaded(ctx, r, into, err)
	}
	l.Progress.Done(r.inNodes)
	l.removeFormer(ctx, all, r.inNodes)
	return nil
}

// write writes the archive to load, unless it exists.
func (r *ready) write(ctx context.Context, dir string) error {
	if r.archive != "" {
		return nil
	}
	r.archive = filepath.Join(dir, "image.tar")
	if r.program != "" {
		return r.packProgram(dir)
	}
	return docker.Save(ctx, r.id, r.archive)
}

// notLoaded decides whether the environment or the user's archive is at fault if an image could not be loaded.
func (l Loader) notLoaded(ctx context.Context, r ready, into []nodes.Node, err error) error {
	if r.Archive == "" || ctx.Err() != nil || into[0].Command("crictl", "version").Run() != nil {
		return &host.EnvironmentError{Doing: "bring image " + r.Name + " into the nodes", Err: err}
	}
	return Wrong{fmt.Errorf("images: %s: the nodes cannot read %s: it must be what docker save writes, or in the layout of OCI, for their platform: %w", r.Name, r.Archive, err)}
}

// into imports the archive into all nodes in parallel.
func (r ready) into(ctx context.Context, all []nodes.Node) error {
	platform, err := docker.ServerPlatform(ctx)
	if err != nil {
		return err
	}
	errs := make([]error, len(all))
	var loading sync.WaitGroup
	for i, node := range all {
		loading.Go(func() {
			errs[i] = onNode(ctx, node.String(), func() error { return r.intoOne(ctx, node, platform) })
			if errs[i] != nil {
				errs[i] = fmt.Errorf("load it into %s: %w", node.String(), errs[i])
			}
		})
	}
	loading.Wait()
	return errors.Join(errs...)
}

func (r ready) intoOne(ctx context.Context, node nodes.Node, platform string) error {
	err := streamed(ctx, r.archive, func(archive io.Reader) error { return importAs(node, platform, r.inNodes, archive) })
	if err != nil {
		return err
	}
	return arrived(node, r.inNodes)
}

// arrived checks that pods on a node can use the image.
func arrived(node nodes.Node, image string) error {
	if id, err := nodeutils.ImageID(node, image); err != nil || id == "" {
		return errors.Join(fmt.Errorf("it was imported, and its runtime does not know %s", image), err)
	}
	return nil
}

// streamed reads an archive; a folder is packed first.
func streamed(ctx context.Context, path string, read func(io.Reader) error) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return packed(ctx, path, read)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(read(file), file.Close())
}
