package topology

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func hash(t *testing.T, text, image string, kubeadm ...string) string {
	t.Helper()
	topology, err := Load(write(t, text))
	if err != nil {
		t.Fatal(err)
	}
	topology.Patch(kubeadm, nil)
	h, err := topology.Hash(image)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

const small = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{role: control-plane}]\n"

func TestHashIsOfTheContent(t *testing.T) {
	base := hash(t, small, "node:1")
	same := "# a comment\napiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes:\n  - role: control-plane\n"
	if hash(t, same, "node:1") != base {
		t.Error("a comment or another order of keys changed the hash")
	}
	for what, other := range map[string]string{
		"another image": hash(t, small, "node:2"),
		"a worker":      hash(t, strings.Replace(small, "}]", "}, {role: worker}]", 1), "node:1"),
		"a patch":       hash(t, small, "node:1", "kind: KubeletConfiguration\n"),
	} {
		if other == base {
			t.Errorf("%s did not change the hash", what)
		}
	}
}

func TestLoadRefusesMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"misspelled key", small + "nodez: []\n", "line 4: field nodez not found"},
		{"broken YAML", "nodes: [", "did not find expected"},
		{"no nodes", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n", "it has no nodes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Load(write(t, test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestLoadByName(t *testing.T) {
	if _, err := Load("no-such"); err == nil || !strings.Contains(err.Error(), "multi-node") {
		t.Errorf("the error does not list the topologies: %v", err)
	}
	for _, name := range Names() {
		if _, err := Load(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	topology, err := Load("")
	if err != nil || topology.Name != Default || len(topology.Config.Nodes) != 4 {
		t.Errorf("default: %+v, %v", topology, err)
	}
}
