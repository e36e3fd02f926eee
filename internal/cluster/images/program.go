package images

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// programUser is an unprivileged user. It is a number, as runAsNonRoot requires.
const programUser = "65532:65532"

// inImage is the path of the program in the image.
func (o Own) inImage() string {
	if o.Program != "" {
		return path.Clean("/" + o.Program)
	}
	name := path.Base(o.Go)
	if above := path.Base(path.Dir(o.Go)); majorVersion.MatchString(name) && above != "." {
		name = above
	}
	if strings.Trim(name, "./") == "" {
		name = "program"
	}
	return "/" + name
}

// majorVersion matches the end of a module path that go install also omits from the program's name.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// compiled compiles the program, and returns a digest of everything that goes into the image.
func (r *ready) compiled(ctx context.Context, progress host.Progress, dir string) (string, error) {
	var err error
	if r.arch, err = docker.Architecture(ctx); err != nil {
		return "", fmt.Errorf("ask Docker for the architecture of its machine: %w", err)
	}
	if r.program, err = r.compile(ctx, progress, r.arch, dir); err != nil {
		return "", err
	}
	return r.programDigest()
}

// compile compiles a program for the nodes, and returns its file. Go's build cache makes repetitions fast.
func (o Own) compile(ctx context.Context, progress host.Progress, arch, dir string) (string, error) {
	progress.Step(fmt.Sprintf("compile image %s from Go package %s", o.Name, o.Go))
	program := filepath.Join(dir, "program")
	build := command.New("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program, o.Go)
	build.Dir = o.Build
	build.Env = []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch}
	err := build.Run(ctx)
	switch {
	case err == nil && !isProgram(program):
		return "", Wrong{fmt.Errorf("images: %s: the Go package %s is not a program: use one with package main", o.Name, o.Go)}
	case err == nil:
		progress.Done(o.inImage())
		return program, nil
	case errors.Is(err, exec.ErrNotFound):
		return "", Wrong{fmt.Errorf("images: %s: compiling %s needs Go, which is not in PATH: install it, or write a Dockerfile: %w", o.Name, o.Go, err)}
	case ctx.Err() != nil || unreached(err):
		return "", &host.EnvironmentError{Doing: "compile image " + o.Name, Err: err}
	}
	return "", Wrong{fmt.Errorf("images: %s cannot be compiled from %s in %s: %w", o.Name, o.Go, o.Build, err)}
}

// isProgram distinguishes a program from the archive that go build writes for a package that is not main.
func isProgram(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close() // errors of closing do not matter after reading
	begin := make([]byte, len(elf))
	_, err = f.Read(begin)
	return err == nil && string(begin) == elf
}

// elf is the beginning of Linux programs.
const elf = "\x7fELF"

func (r *ready) programDigest() (string, error) {
	sum, err := digest(r.program)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join([]string{sum, r.inImage(), programUser}, "\x00")))), nil
}

// packProgram writes an image with the program, a folder for temporary files, and nothing else.
func (r *ready) packProgram(dir string) error {
	w, err := layer.Create(filepath.Join(dir, "layer.tar.gz"))
	if err != nil {
		return err
	}
	w.Dir("tmp", 0o777|os.ModeSticky)
	w.Copy(strings.TrimPrefix(r.inImage(), "/"), 0o755, r.program)
	packed, err := w.Close()
	if err != nil {
		return err
	}
	file, err := os.Create(r.archive)
	if err != nil {
		return fmt.Errorf("make the archive of the image: %w", err)
	}
	err = archive.Write(file, r.arch, []archive.Image{{ // without a name in the archive, because containerd expires images with such a name
		Config: archive.Config{Entrypoint: []string{r.inImage()}, User: programUser, WorkingDir: "/"},
		Layers: []layer.Layer{packed},
	}})
	return errors.Join(err, file.Close())
}
