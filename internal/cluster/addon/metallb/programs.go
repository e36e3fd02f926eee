package metallb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// repository of the image with the programs compiled here. Nobody can pull from
// this name.
const repository = "gherkind.local/metallb"

// modulePath is MetalLB's Go module.
const modulePath = "go.universe.tf/metallb"

// programs are MetalLB's two: package below modulePath, and name in the image.
func programs() []string { return []string{"controller", "speaker"} }

// source is MetalLB as the nested module pins it.
type source struct {
	module  string // folder of the nested module
	version string // "v0.13.12"
	dir     string // of MetalLB in Go's module cache
}

func findSource(ctx context.Context, checkout string) (source, error) {
	const folder = "kind-config/metallb"
	root, err := gomodule.Find(checkout, folder)
	if err != nil {
		return source{}, err
	}
	s := source{module: filepath.Join(root, folder)}
	s.version, s.dir, err = gomodule.Source(ctx, s.module, modulePath)
	return s, err
}

// compileArgs is the command that makes the programs, but for where.
func compileArgs() []string { return []string{"build", "-trimpath", "-ldflags", "-s -w"} }

// imageRef names the image after all that goes in: Docker is its cache.
func (s source) imageRef(ctx context.Context) (string, error) {
	goVersion, err := gomodule.GoVersion(ctx, s.module)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, goVersion, runtime.GOARCH, compileArgs(), programs())
	if err := gomodule.Write(hash, os.DirFS(s.module)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s:%s-%s", repository, s.version, short(hash.Sum(nil))), nil
}

func short(sum []byte) string { return hex.EncodeToString(sum)[:12] }

// ensureImage compiles the programs and packs them, unless Docker has the
// image. Two processes may do so at once: each has a folder of its own, and
// both load the same.
func (s source) ensureImage(ctx context.Context, ref string, step func(string)) (err error) {
	if docker.HasImage(ctx, ref) {
		return nil
	}
	dir, err := os.MkdirTemp("", "gherkind-metallb-")
	if err != nil {
		return fmt.Errorf("make a folder for programs: %w", err)
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	step(fmt.Sprintf("compile MetalLB %s; a minute or two the first time", s.version))
	if err := s.compile(ctx, dir); err != nil {
		return err
	}
	return s.pack(ctx, dir, ref)
}

func (s source) compile(ctx context.Context, dir string) error {
	args := append(compileArgs(), "-o", dir+"/")
	for _, program := range programs() {
		args = append(args, modulePath+"/"+program)
	}
	build := command.New("go", args...)
	build.Dir = s.module
	build.Env = []string{"CGO_ENABLED=0", "GOWORK=off"}
	return build.Run(ctx)
}

// pack makes an image with nothing else in it, and streams it into Docker.
func (s source) pack(ctx context.Context, dir, ref string) error {
	image := archive.Image{
		Names: []string{ref},
		Config: archive.Config{Labels: map[string]string{
			"org.opencontainers.image.title":   "metallb",
			"org.opencontainers.image.version": strings.TrimPrefix(s.version, "v"),
			"org.opencontainers.image.description": "MetalLB's controller and speaker, compiled by gherkind from the Go module " +
				modulePath + ", for machines that cannot pull the published images",
		}},
	}
	for _, program := range programs() {
		w, err := layer.Create(filepath.Join(dir, program+".tar.gz"))
		if err != nil {
			return err
		}
		w.Copy(program, 0o755, filepath.Join(dir, program))
		l, err := w.Close()
		if err != nil {
			return err
		}
		image.Layers = append(image.Layers, l)
	}
	read, write := io.Pipe()
	defer read.Close() // ends the writer when Docker does not read to the end
	go func() { write.CloseWithError(archive.Write(write, runtime.GOARCH, []archive.Image{image})) }()
	load := docker.Command("load", "--quiet")
	load.Stdin = read
	return load.Run(ctx)
}
