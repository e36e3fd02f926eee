package cluster

import (
	"os"
	"path/filepath"
	"testing"
)

func TestKeptKubeconfig(t *testing.T) {
	const config = `apiVersion: v1
kind: Config
clusters: [{name: x, cluster: {server: "https://127.0.0.1:35083"}}]
contexts: [{name: x, context: {cluster: x, user: x}}]
current-context: x
users: [{name: x, user: {}}]
`
	plane := container{ID: "ee10", API: "127.0.0.1:35083"}
	worker := container{ID: "4887"}
	ours := originOf([]container{plane, worker})
	tests := []struct {
		name, file string
		have       []container
		kept       bool
	}{
		{"of these containers", ours + config, []container{plane, worker}, true},
		{"a worker more", ours + config, []container{plane, worker, {ID: "5edd"}}, true},
		{"of an older container", ours + config, []container{{ID: "de47", API: plane.API}}, false},
		{"at another port", ours + config, []container{{ID: plane.ID, API: "127.0.0.1:1"}}, false},
		{"one that is stopped", ours + config, []container{{ID: plane.ID}}, false},
		{"as kind writes it", config, []container{plane}, false},
		{"spoilt", ours + "clusters: {", []container{plane}, false},
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
			t.Errorf("%s: it leads to %s", test.name, got.Host)
		}
	}
	if kept(filepath.Join(t.TempDir(), "none"), ours) != nil {
		t.Error("a file that is not there was read")
	}
}
