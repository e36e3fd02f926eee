package archive

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

func testLayer(t *testing.T, content string) layer.Layer {
	t.Helper()
	w, err := layer.Create(filepath.Join(t.TempDir(), "l"))
	if err != nil {
		t.Fatal(err)
	}
	w.File("f", 0o644, []byte(content))
	l, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func entries(t *testing.T, archive io.Reader) (names []string, content map[string][]byte) {
	t.Helper()
	content = map[string][]byte{}
	for r := tar.NewReader(archive); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names, content
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
		if content[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWrite(t *testing.T) {
	shared, own := testLayer(t, "shared"), testLayer(t, "own")
	images := []Image{
		{Names: []string{"host.example/a:1", "other.example/path/a:2"}, Layers: []layer.Layer{shared}, Config: Config{Cmd: []string{"sh"}}},
		{Names: []string{"host.example/b:1"}, Layers: []layer.Layer{shared, own}},
	}
	var out bytes.Buffer
	if err := Write(&out, "arm64", images); err != nil {
		t.Fatal(err)
	}
	names, content := entries(t, &out)
	if names[0] != "repositories" || names[1] != "manifest.json" {
		t.Errorf("kind's builder only reads the first of them, which must be repositories: %v", names)
	}
	if len(names) != 2+2+2 {
		t.Errorf("want each layer once: %v", names)
	}
	var repositories map[string]map[string]string
	if err := json.Unmarshal(content["repositories"], &repositories); err != nil {
		t.Fatal(err)
	}
	if len(repositories) != 3 || repositories["other.example/path/a"]["2"] == "" {
		t.Errorf("repositories: %s", content["repositories"])
	}
	var manifest []manifestEntry
	if err := json.Unmarshal(content["manifest.json"], &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest) != 2 || !slices.Equal(manifest[0].RepoTags, images[0].Names) || len(manifest[1].Layers) != 2 {
		t.Errorf("manifest: %s", content["manifest.json"])
	}
	for _, entry := range manifest {
		for _, l := range entry.Layers {
			if content[l] == nil {
				t.Errorf("layer %s is not in the archive", l)
			}
		}
	}
	var config struct {
		Architecture string
		Config       Config
		RootFS       struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}
	if err := json.Unmarshal(content[manifest[0].Config], &config); err != nil {
		t.Fatal(err)
	}
	if config.Architecture != "arm64" || !slices.Equal(config.Config.Cmd, []string{"sh"}) || !slices.Equal(config.RootFS.DiffIDs, []string{shared.DiffID}) {
		t.Errorf("config: %s", content[manifest[0].Config])
	}
}

func TestSplit(t *testing.T) {
	for name, want := range map[string]string{
		"registry.k8s.io/coredns/coredns:v1": "registry.k8s.io/coredns/coredns v1",
		"localhost:5000/a:1":                 "localhost:5000/a 1",
	} {
		if repo, tag, err := Split(name); err != nil || repo+" "+tag != want {
			t.Errorf("%s: got %s %s, %v", name, repo, tag, err)
		}
	}
	for _, bad := range []string{"busybox:1", "host.example/a", "localhost:5000/a"} {
		if _, _, err := Split(bad); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
	if err := Write(io.Discard, "amd64", []Image{{Names: []string{"busybox"}}}); err == nil || !strings.Contains(err.Error(), "busybox") {
		t.Errorf("got %v", err)
	}
}
