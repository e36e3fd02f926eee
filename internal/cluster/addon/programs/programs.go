// Package programs installs an add-on whose programs are in a Go module. If no registry is used, it compiles them and packs them
// into a Docker image that contains nothing else.
package programs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Source is a Go module with the programs of an add-on. A nested module in kind-config, with the name of the add-on, pins its
// version.
type Source struct {
	AddOn  string // name of the add-on
	Title  string // name of the software, for people
	Module string // path of the Go module
	// Packages are those of the programs, below Module, or with "./" in the nested module. The last path element is the name of the
	// program in the image.
	Packages []string
	About    string // description of the programs: "the controller and speaker of MetalLB"
}

// Repository returns the name of the image without its tag. It cannot be pulled from anywhere.
func (s Source) Repository() string { return "gherkind.local/" + s.AddOn }

// Pinned is a source with the version that the nested module requires.
type Pinned struct {
	Source
	Version string // "v0.13.12"
	Dir     string // folder of the module in Go's module cache

	folder string // folder of the nested module
}

// Find finds the nested module in a checkout of gherkind, see [addon.Target].
func (s Source) Find(ctx context.Context, checkout string) (Pinned, error) {
	folder := "kind-config/" + s.AddOn
	root, err := gomodule.Find(checkout, folder)
	if err != nil {
		return Pinned{}, err
	}
	p := Pinned{Source: s, folder: filepath.Join(root, folder)}
	p.Version, p.Dir, err = gomodule.Source(ctx, p.folder, s.Module)
	return p, err
}

// compileArgs returns the arguments of the go command, without output and packages.
func compileArgs() []string { return []string{"build", "-trimpath", "-ldflags", "-s -w"} }

// ImageRef returns a name of the image that changes with everything that goes into it, so that Docker serves as cache.
func (p Pinned) ImageRef(ctx context.Context) (string, error) {
	goVersion, err := gomodule.GoVersion(ctx, p.folder)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, goVersion, runtime.GOARCH, compileArgs(), p.Packages)
	if err := gomodule.Write(hash, os.DirFS(p.folder)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s:%s-%s", p.Repository(), p.Version, Short(hash.Sum(nil))), nil
}

// Short returns a hash in the form used in names.
func Short(sum []byte) string { return hex.EncodeToString(sum)[:12] }

// EnsureImage compiles the programs and packs them, unless Docker has the image. Two processes may do this at the same time: each
// uses its own folder, and both load the same image.
func (p Pinned) EnsureImage(ctx context.Context, ref string, step func(string)) (err error) {
	if docker.HasImage(ctx, ref) {
		return nil
	}
	dir, err := os.MkdirTemp("", "gherkind-"+p.AddOn+"-")
	if err != nil {
		return fmt.Errorf("make a folder for programs: %w", err)
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	step(fmt.Sprintf("compile %s %s; a minute or two the first time", p.Title, p.Version))
	if err := p.compile(ctx, dir); err != nil {
		return err
	}
	return p.pack(ctx, dir, ref)
}

func (p Pinned) compile(ctx context.Context, dir string) error {
	args := append(compileArgs(), "-o", dir+"/")
	for _, program := range p.Packages {
		args = append(args, p.pathOf(program))
	}
	build := command.New("go", args...)
	build.Dir = p.folder
	build.Env = []string{"CGO_ENABLED=0", "GOWORK=off"}
	return build.Run(ctx)
}

// pathOf returns how the go command is to find a package.
func (s Source) pathOf(program string) string {
	if strings.HasPrefix(program, "./") {
		return program
	}
	return s.Module + "/" + program
}

// names returns the names of the programs in the image.
func (s Source) names() []string {
	var names []string
	for _, program := range s.Packages {
		names = append(names, path.Base(program))
	}
	return names
}
