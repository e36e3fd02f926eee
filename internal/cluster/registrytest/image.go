package registrytest

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Random pushes a new image with one layer of random content to the registry, and removes it from Docker. It returns its digest.
func (r *Registry) Random(t testing.TB, path string, size int) (digest string) {
	t.Helper()
	data := make([]byte, size)
	if _, err := rand.Read(data); err != nil {
		t.Fatal(err)
	}
	name := r.Host + "/" + path
	load := docker.Command("import", "-", name)
	load.Stdin = archived(t, data)
	if err := load.Run(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	Docker(t, "push", "--quiet", name)
	digest = Docker(t, "image", "inspect", "--format", "{{index .RepoDigests 0}}", name)
	Docker(t, "rmi", name)
	Forget(t, name)
	_, digest, _ = strings.Cut(digest, "@")
	return digest
}

// LayerOf returns the digest of an image's only layer.
func (r *Registry) LayerOf(t testing.TB, repository, tag string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.server.URL+"/v2/"+repository+"/manifests/"+tag, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }() // errors of closing do not matter after reading
	var manifest struct{ Layers []struct{ Digest string } }
	if err := json.NewDecoder(answer.Body).Decode(&manifest); err != nil || len(manifest.Layers) != 1 {
		t.Fatalf("%+v, %v", manifest, err)
	}
	return manifest.Layers[0].Digest
}

func archived(t testing.TB, data []byte) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: hex.EncodeToString(data[:4]), Mode: 0o644, Size: int64(len(data))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &out
}

// Derive pushes an image of Docker with changes, as for docker commit --change, to the registry, and does not change what Docker
// has.
func (r *Registry) Derive(t testing.TB, image, path string, changes ...string) {
	t.Helper()
	name := r.Host + "/" + path
	id := Docker(t, "create", "--entrypoint", "/bin/true", image)
	defer Docker(t, "rm", "--volumes", id)
	args := []string{"commit"}
	for _, change := range changes {
		args = append(args, "--change", change)
	}
	Docker(t, append(args, id, name)...)
	defer Docker(t, "rmi", name)
	Docker(t, "push", "--quiet", name)
}

// Export pushes an image of a node to the registry.
func (r *Registry) Export(t testing.TB, node, image, path string) {
	t.Helper()
	had := Has(t, image)
	archive := filepath.Join(t.TempDir(), "image.tar")
	const inside = "/gherkind-export.tar"
	Docker(t, "exec", node, "ctr", "--namespace=k8s.io", "images", "export", "--local", inside, image) // without --local, there is no manifest for Docker
	defer Docker(t, "exec", node, "rm", inside)
	Docker(t, "cp", node+":"+inside, archive)
	Docker(t, "load", "--quiet", "--input", archive)
	r.Push(t, image, path)
	if !had {
		Docker(t, "rmi", image)
	}
}
