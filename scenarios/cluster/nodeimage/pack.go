package nodeimage

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// pack creates the inputs of kind's builder: a base image in Docker, and a tarball with the binaries and images of Kubernetes.
func (b *build) pack(ctx context.Context) error {
	b.progress.Step("pack programs into images")
	layers, err := recipe.ProgramLayers(ctx, b.programs, b.kubernetesDir, b.work)
	if err != nil {
		return err
	}
	required, err := recipe.Required(ctx, filepath.Join(b.programs, "kubeadm"), b.kubernetes(), b.kindDir)
	if err != nil {
		return err
	}
	parts := recipe.Parts{Debian: b.debian, Programs: layers, Versions: b.versions}
	if b.images, err = parts.Assemble(required); err != nil {
		return err
	}
	if err := b.loadBase(ctx); err != nil {
		return err
	}
	if err := b.writeTarball(ctx); err != nil {
		return err
	}
	b.progress.Done(fmt.Sprintf("%d images", len(b.images.Images)))
	return nil
}

func (b *build) baseRef() string { return repository + "-base:" + b.hash }

// loadBase loads the replacement of kind's base image into Docker.
func (b *build) loadBase(ctx context.Context) error {
	programs, err := recipe.NodePrograms(ctx, b.programs, filepath.Join(b.work, "node-programs.tar.gz"))
	if err != nil {
		return err
	}
	image := archive.Image{
		Names:  []string{b.baseRef()},
		Layers: []layer.Layer{b.debian.Node, programs},
		Config: archive.Config{
			Env:        []string{"container=docker", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}, // systemd reads the first one
			StopSignal: "SIGRTMIN+3",                                                                                      // the signal on which systemd shuts down
			Entrypoint: entrypoint(),
			Labels:     map[string]string{labelStage: stageBase},
		},
	}
	file := filepath.Join(b.work, "base.tar")
	if err := writeFile(file, func(w io.Writer) error { return archive.Write(w, runtime.GOARCH, []archive.Image{image}) }); err != nil {
		return err
	}
	if _, err := docker(ctx, "load", "--quiet", "--input", file); err != nil {
		return err
	}
	return os.Remove(file)
}

// entrypoint is the entrypoint of every kind node.
func entrypoint() []string { return []string{"/usr/local/bin/entrypoint", "/sbin/init"} }
