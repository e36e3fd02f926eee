package kwok

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/cluster/addon/manifesttest"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

// parsed is the part of a manifest that the tests check.
type parsed struct {
	kinds         []string
	controller    appsv1.Deployment
	configuration corev1.ConfigMap
}

func parse(t *testing.T, manifest string) (p parsed) {
	t.Helper()
	p.kinds = manifesttest.Parse(t, manifest, map[string]any{"Deployment": &p.controller, "ConfigMap": &p.configuration})
	return p
}

func TestManifestOfTheNestedModule(t *testing.T) {
	s, err := source().Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for image, want := range map[string]string{"": "registry.k8s.io/kwok/kwok:" + s.Version, "gherkind.local/kwok:v1-x": "gherkind.local/kwok:v1-x"} {
		manifest, used, err := manifestOf(s.Version, s.Dir, image, 12*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		p := parse(t, manifest)
		if p.kinds[0] != "Namespace" || p.configuration.Namespace != namespace || p.controller.Namespace != namespace {
			t.Errorf("kinds %v", p.kinds)
		}
		pod := p.controller.Spec.Template.Spec
		c := pod.Containers[0]
		if c.Image != want || used != want || (len(c.Command) == 0) != (image == "") || len(c.Command) == 1 && c.Command[0] != "/kwok" {
			t.Errorf("command %q, image %s, loaded image %s", c.Command, c.Image, used)
		}
		if _, chosen := pod.NodeSelector["node-role.kubernetes.io/control-plane"]; !chosen || pod.NodeSelector[corev1.LabelOSStable] != "linux" {
			t.Errorf("node selector %v: it could be scheduled on a simulated node", pod.NodeSelector)
		}
		checkConfiguration(t, p.configuration.Data["kwok.yaml"])
	}
}

// checkConfiguration looks for faults that cause no error: managing the nodes of others, and invalid stages.
func checkConfiguration(t *testing.T, text string) {
	t.Helper()
	type document struct {
		Kind    string
		Options struct {
			ManageAllNodes               bool
			ManageNodesWithLabelSelector string
			NodeIP                       string
			NodeLeaseDurationSeconds     int
		}
		Spec struct{ ResourceRef struct{ Kind string } }
	}
	var played []string
	for i, doc := range strings.Split(text, "\n---\n") {
		var d document
		if err := yaml.Unmarshal([]byte(doc), &d); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if d.Kind != "KwokConfiguration" || d.Options.ManageAllNodes || d.Options.ManageNodesWithLabelSelector != simulated.Label || d.Options.NodeIP != "" || d.Options.NodeLeaseDurationSeconds != 24 {
				t.Errorf("the configuration is %+v", d)
			}
			continue
		}
		if d.Kind != "Stage" {
			t.Errorf("document %d is a %s", i+1, d.Kind)
		}
		played = append(played, d.Spec.ResourceRef.Kind)
	}
	slices.Sort(played)
	if got := strings.Join(played, " "); got != "Node Node Pod Pod Pod" {
		t.Errorf("the stages are of %s", got)
	}
}

func TestAModuleWithoutStagesIsRefused(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "kustomize/stage/node/fast")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"kind: Kustomization": "none in node/fast", "kind: [": "read a stage of kwok", "kind: Stage": "none in node/heartbeat-with-lease"} {
		if err := os.WriteFile(filepath.Join(folder, "x.yaml"), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := manifestOf("v1", dir, "", time.Minute); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", file, err, want)
		}
	}
}
