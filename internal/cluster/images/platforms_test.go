package images_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"strings"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"
	"sigs.k8s.io/kind/pkg/exec"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/images"
)

// TestAnArchiveWithOneOfSeveralPlatforms loads an archive as docker save writes it if Docker uses containerd's image store: the
// index has a manifest for each platform, and one for provenance, but the archive has only the layers for this machine.
func TestAnArchiveWithOneOfSeveralPlatforms(t *testing.T) {
	const name = "registry.invalid/lab/platforms:v1"
	cluster := clustertest.Up(t).Name
	archive := savedIndex(t, name)
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		t.Fatal(err)
	}
	one := all[:1]
	if err := images.LoadInto(t.Context(), archive, one, nodeutils.LoadImageArchive); err == nil {
		t.Error("kind can load such an archive now: remove importPlatform")
	}
	ctr := func(args ...string) (string, error) {
		out, err := exec.Output(one[0].Command("ctr", append([]string{"--namespace=k8s.io", "images"}, args...)...))
		return string(out), err
	}
	t.Cleanup(func() {
		if _, err := ctr("remove", name); err != nil {
			t.Error(err)
		}
	})
	err = images.LoadInto(t.Context(), archive, one, func(n nodes.Node, r io.Reader) error { return images.ImportPlatform(n, "linux/"+runtime.GOARCH, r) })
	if err != nil {
		t.Fatal(err)
	}
	if names, err := ctr("list", "--quiet", "name=="+name); err != nil || !strings.Contains(names, name) {
		t.Errorf("%s has %q, %v", one[0], names, err)
	}
}

func savedIndex(t *testing.T, name string) string { return savedVersion(t, name, "") }

// savedVersion returns an image whose content differs from that of other versions.
func savedVersion(t *testing.T, name, version string) string {
	t.Helper()
	a := &layout{t: t, blobs: map[string][]byte{}}
	var layer bytes.Buffer
	if err := tar.NewWriter(&layer).Close(); err != nil {
		t.Fatal(err)
	}
	part := a.add("application/vnd.oci.image.layer.v1.tar", layer.Bytes())
	config := a.json("application/vnd.oci.image.config.v1+json", object{
		"os": "linux", "architecture": runtime.GOARCH, "rootfs": object{"type": "layers", "diff_ids": []any{part["digest"]}},
		"config": object{"Labels": object{"version": version}},
	})
	manifest := a.json("application/vnd.oci.image.manifest.v1+json", object{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": []any{part},
	})
	manifest["platform"] = object{"os": "linux", "architecture": runtime.GOARCH}
	absent := func(os, architecture string) object {
		sum := sha256.Sum256([]byte(os + architecture))
		return object{
			"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 512, "digest": "sha256:" + hex.EncodeToString(sum[:]),
			"platform": object{"os": os, "architecture": architecture},
		}
	}
	index := a.json("application/vnd.oci.image.index.v1+json", object{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
		"manifests": []any{manifest, absent("linux", "s390x"), absent("unknown", "unknown")},
	})
	index["annotations"] = object{"io.containerd.image.name": name, "org.opencontainers.image.ref.name": "v1"}
	return a.write(object{"schemaVersion": 2, "manifests": []any{index}})
}

type object map[string]any

// layout is an archive in the OCI image layout.
type layout struct {
	t     *testing.T
	blobs map[string][]byte
}

// add adds a blob, and returns its descriptor.
func (l *layout) add(mediaType string, data []byte) object {
	sum := sha256.Sum256(data)
	l.blobs["blobs/sha256/"+hex.EncodeToString(sum[:])] = data
	return object{"mediaType": mediaType, "digest": "sha256:" + hex.EncodeToString(sum[:]), "size": len(data)}
}

func (l *layout) json(mediaType string, content object) object {
	l.t.Helper()
	return l.add(mediaType, l.marshal(content))
}

func (l *layout) marshal(content object) []byte {
	l.t.Helper()
	data, err := json.Marshal(content)
	if err != nil {
		l.t.Fatal(err)
	}
	return data
}

func (l *layout) write(index object) string {
	l.t.Helper()
	l.blobs["index.json"] = l.marshal(index)
	l.blobs["oci-layout"] = []byte(`{"imageLayoutVersion":"1.0.0"}`)
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for name, data := range l.blobs {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))}); err != nil {
			l.t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			l.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		l.t.Fatal(err)
	}
	file := filepath.Join(l.t.TempDir(), "image.tar")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return file
}
