package cluster

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

func TestKeptKubeconfig(t *testing.T) {
	const config = `apiVersion: v1
kind: Config
clusters: [{name: x, cluster: {server: "https://127.0.0.1:35083"}}]
contexts: [{name: x, context: {cluster: x, user: x}}]
current-context: x
users: [{name: x, user: {}}]
`
	plane := docker.Container{ID: "ee10", API: "127.0.0.1:35083"}
	worker := docker.Container{ID: "4887"}
	ours := originOf([]docker.Container{plane, worker})
	tests := []struct {
		name, file string
		have       []docker.Container
		kept       bool
	}{
		{"of these containers", ours + config, []docker.Container{plane, worker}, true},
		{"a worker more", ours + config, []docker.Container{plane, worker, {ID: "5edd"}}, true},
		{"of an older container", ours + config, []docker.Container{{ID: "de47", API: plane.API}}, false},
		{"at another port", ours + config, []docker.Container{{ID: plane.ID, API: "127.0.0.1:1"}}, false},
		{"one that is stopped", ours + config, []docker.Container{{ID: plane.ID}}, false},
		{"as kind writes it", config, []docker.Container{plane}, false},
		{"damaged", ours + "clusters: {", []docker.Container{plane}, false},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "x.kubeconfig")
		if err := os.WriteFile(path, []byte(test.file), 0o600); err != nil {
			t.Fatal(err)
		}
		got := kept(path, originOf(test.have))
		if (got != nil) != test.kept {
			t.Errorf("%s: %v", test.name, got)
		}
		if got != nil && got.Host != "https://127.0.0.1:35083" {
			t.Errorf("%s: the server is %s", test.name, got.Host)
		}
	}
	if kept(filepath.Join(t.TempDir(), "none"), ours) != nil {
		t.Error("a missing file was read")
	}
}
