package programs

import (
	"context"
	"io"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// pack builds an image of the programs in a folder, and streams it into Docker.
func (p Pinned) pack(ctx context.Context, dir, ref string) error {
	image, err := p.image(dir, ref)
	if err != nil {
		return err
	}
	read, write := io.Pipe()
	defer read.Close() // ends the writer if Docker does not read everything
	go func() { write.CloseWithError(archive.Write(write, runtime.GOARCH, []archive.Image{image})) }()
	load := docker.Command("load", "--quiet")
	load.Stdin = read
	return load.Run(ctx)
}

func (p Pinned) image(dir, ref string) (archive.Image, error) {
	image := archive.Image{
		Names: []string{ref},
		Config: archive.Config{Labels: map[string]string{
			"org.opencontainers.image.title":   p.AddOn,
			"org.opencontainers.image.version": strings.TrimPrefix(p.Version, "v"),
			"org.opencontainers.image.description": p.About + ", compiled by gherkind from the Go module " +
				p.Module + ", for machines that cannot pull the published images",
		}},
	}
	for _, name := range p.names() {
		w, err := layer.Create(filepath.Join(dir, name+".tar.gz"))
		if err != nil {
			return archive.Image{}, err
		}
		w.Copy(name, 0o755, filepath.Join(dir, name))
		l, err := w.Close()
		if err != nil {
			return archive.Image{}, err
		}
		image.Layers = append(image.Layers, l)
	}
	return image, nil
}
