package registrytest

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Random puts an image of one layer into the registry that nobody has seen before, and that is not in Docker any more.
// It returns its digest.
func (r *Registry) Random(t testing.TB, path string, size int) (digest string) {
	t.Helper()
	data := make([]byte, size)
	if _, err := rand.Read(data); err != nil {
		t.Fatal(err)
	}
	name := r.Host + "/" + path
	load := command.New("docker", "import", "-", name)
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
	defer func() { _ = answer.Body.Close() }() // it was only read
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
