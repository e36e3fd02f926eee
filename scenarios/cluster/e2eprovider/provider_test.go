package e2eprovider_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/e2eprovider"
)

// TestDestroyLeavesWhatItDidNotCreate makes the calls of e2e-framework: defaults, name, create, wait, destroy.
func TestDestroyLeavesWhatItDidNotCreate(t *testing.T) {
	c := clustertest.Up(t)
	o := clustertest.Options(t)
	p := e2eprovider.New(o).SetDefaults().WithName(c.Name)
	path, err := p.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil || path != p.GetKubeconfig() || p.GetKubectlContext() != "kind-"+c.Name || p.KubernetesRestConfig() == nil {
		t.Errorf("kubeconfig %s: %v", path, err)
	}
	if err := p.Destroy(t.Context()); err != nil {
		t.Error(err)
	}
	if s, err := cluster.State(t.Context(), o); err != nil || !s.Exists {
		t.Errorf("Destroy deleted a cluster that it had not created: %v, %v", s, err)
	}
}

// TestBeforeCreate: without a cluster, no call fails or changes anything.
func TestBeforeCreate(t *testing.T) {
	p := e2eprovider.New(cluster.Options{})
	if p.GetKubeconfig() != "" || p.GetKubectlContext() != "" || p.KubernetesRestConfig() != nil {
		t.Error("it returns a cluster before Create")
	}
	if err := p.Destroy(t.Context()); err != nil {
		t.Error(err)
	}
	_, generated := p.GenerateKubeconfig()
	for what, err := range map[string]error{
		"GenerateKubeconfig": generated, "ExportLogs": p.ExportLogs(t.Context(), t.TempDir()),
		"LoadImage": p.LoadImage(t.Context(), "x"), "LoadImageArchive": p.LoadImageArchive(t.Context(), "x"),
	} {
		if err == nil || !strings.Contains(err.Error(), "not been created") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := p.Create(t.Context(), "--retain"); err == nil || !strings.Contains(err.Error(), "not supported") {
		t.Errorf("arguments for the kind command: %v", err)
	}
	if _, err := p.WithName("Bad Name!").Create(t.Context()); !errors.As(err, new(*cluster.OptionError)) {
		t.Errorf("an invalid name: %v", err)
	}
}
