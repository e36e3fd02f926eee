package nodeimage

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
)

func (b *build) tarball() string { return filepath.Join(b.work, "kubernetes-server.tar.gz") }

// writeTarball writes the part of a Kubernetes release that kind's builder reads (pkg/build/nodeimage/internal/kube of kind):
// three binaries, the version, and four image archives, which contain all images of a node.
func (b *build) writeTarball(ctx context.Context) error {
	files := map[string]string{}
	for _, name := range []string{"kubeadm", "kubelet", "kubectl"} {
		files["kubernetes/server/bin/"+name] = filepath.Join(b.programs, name)
	}
	version := filepath.Join(b.work, "version")
	if err := os.WriteFile(version, []byte(b.kubernetes()), 0o644); err != nil {
		return err
	}
	files["kubernetes/version"] = version
	archives := []string{"kube-apiserver.tar", "kube-controller-manager.tar", "kube-scheduler.tar", "kube-proxy.tar"}
	for i, name := range archives {
		var images []archive.Image
		for j := i; j < len(b.images.Images); j += len(archives) {
			images = append(images, b.images.Images[j])
		}
		file := filepath.Join(b.work, name)
		if err := writeFile(file, func(w io.Writer) error { return archive.Write(w, runtime.GOARCH, images) }); err != nil {
			return err
		}
		files["kubernetes/server/bin/"+name] = file
	}
	return writeFile(b.tarball(), func(w io.Writer) error { return writeTarGz(ctx, w, files) })
}

// writeTarGz does not compress: the file is read only once, immediately.
func writeTarGz(ctx context.Context, w io.Writer, files map[string]string) error {
	gz, err := gzip.NewWriterLevel(w, gzip.NoCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(gz)
	for _, name := range sortedKeys(files) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := addFile(t, name, files[name]); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return gz.Close()
}

func addFile(t *tar.Writer, name, from string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return err
}

// writeFile creates a file, and also returns errors of closing it.
func writeFile(name string, fill func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	err = fill(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
