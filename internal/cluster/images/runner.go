package images

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/sharedlib"
)

// Runner is the image for pods that run scenarios: this program, the libraries with which it is linked, if any, and the CA
// certificates of this machine.
type Runner struct {
	name         string // name in nodes, which changes with the content
	program      string
	libraries    []sharedlib.File
	certificates string // "" if there are none
}

// RunnerRepository is the name of that image in nodes, without its tag.
const RunnerRepository = "gherkind.local/runner"

// authorities are the files of CA certificates in several distributions.
var authorities = []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}

// authoritiesInImage is the path at which Go looks for them.
const authoritiesInImage = "etc/ssl/certs/ca-certificates.crt"

// errOtherSystem says that nodes cannot run this program.
var errOtherSystem = errors.New("this gherkind is not a program for the nodes: name an image that has one with --runner-image")

// NewRunner returns the image for this program. It builds nothing yet.
func NewRunner() (*Runner, error) {
	if runtime.GOOS != "linux" {
		return nil, errOtherSystem
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program for the runners: %w", err)
	}
	r := &Runner{program: program}
	if r.libraries, err = sharedlib.Closure([]string{"/"}, program); err != nil {
		return nil, fmt.Errorf("find the libraries of the runners: %w", err)
	}
	for _, file := range authorities {
		if isFile(file) {
			r.certificates = file
			break
		}
	}
	sum := sha256.New()
	for _, file := range r.files() {
		content, err := digest(file.Source)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(sum, "%s\x00%s\x00", file.Name, content)
	}
	r.name = RunnerRepository + ":" + short(fmt.Sprintf("%x", sum.Sum(nil)))
	return r, nil
}

// files returns the files of the image, by their paths in it.
func (r *Runner) files() []sharedlib.File {
	all := append([]sharedlib.File{{Name: "gherkind", Source: r.program}}, r.libraries...)
	if r.certificates != "" {
		all = append(all, sharedlib.File{Name: authoritiesInImage, Source: r.certificates})
	}
	return all
}

// Name returns the name of the image for pods.
func (r *Runner) Name() string { return r.name }

// LoadRunner loads the image into the nodes of a cluster that do not have it.
func (l Loader) LoadRunner(ctx context.Context, cluster string, r *Runner) (err error) {
	arch, err := docker.Architecture(ctx)
	if err != nil {
		return fmt.Errorf("ask Docker for the architecture of its machine: %w", err)
	}
	if arch != runtime.GOARCH {
		return errOtherSystem
	}
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		return fmt.Errorf("list the nodes: %w", err)
	}
	if len(lacking(all, r.name)) == 0 {
		return nil
	}
	dir, err := os.MkdirTemp("", "gherkind-image-")
	if err != nil {
		return fmt.Errorf("make a folder for the image: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "image.tar")
	if err := r.write(dir, file); err != nil {
		return err
	}
	return l.loadReady(ctx, ready{Own: Own{Name: "gherkind"}, inNodes: r.name, archive: file}, all, dir)
}

// write writes the archive of the image.
func (r *Runner) write(dir, to string) error {
	w, err := layer.Create(filepath.Join(dir, "layer.tar.gz"))
	if err != nil {
		return err
	}
	w.Dir("tmp", 0o777|os.ModeSticky)
	if len(r.libraries) > 0 { // where the dynamic loader looks for them
		for _, name := range []string{"lib", "lib64"} {
			w.Symlink(name, "usr/"+name)
		}
	}
	for _, file := range r.files() {
		mode := os.FileMode(0o755)
		if file.Name == authoritiesInImage {
			mode = 0o644
		}
		w.Copy(file.Name, mode, file.Source)
	}
	packed, err := w.Close()
	if err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("make the archive of the image: %w", err)
	}
	err = archive.Write(f, runtime.GOARCH, []archive.Image{{ // without a name in the archive, because containerd expires images with such a name
		Config: archive.Config{Entrypoint: []string{"/gherkind"}, User: programUser, WorkingDir: "/"},
		Layers: []layer.Layer{packed},
	}})
	return errors.Join(err, f.Close())
}
