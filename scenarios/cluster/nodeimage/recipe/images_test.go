package recipe

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

func TestDebianTag(t *testing.T) {
	for version, want := range map[string]string{
		"1:1.35.0-4+deb12u1+b1": "debian-1.35.0",
		"1.22.1-9+deb12u9":      "debian-1.22.1",
		"1.0.7-1":               "debian-1.0.7",
		"2.0~rc1+dfsg-1":        "debian-2.0_rc1_dfsg",
		"3":                     "debian-3",
	} {
		if got := debianTag(version); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
}

func testParts() *Parts {
	l := func(name string) layer.Layer { return layer.Layer{File: name, DiffID: "sha256:" + name} }
	p := &Parts{
		Debian: &debroot.Parts{
			Busybox: l("busybox"), Net: l("net"), Nginx: l("nginx"), Stress: l("stress"),
			Versions: map[string]string{"busybox": "1:1.35.0-4", "nginx": "1.22.1-9", "stress": "1.0.7-1"},
		},
		Programs: map[string]layer.Layer{},
		Versions: map[string]string{"k8s.io/kubernetes": "v1.37.2", "github.com/rancher/local-path-provisioner": "v0.0.30"},
	}
	for _, pl := range programLayers() {
		p.Programs[pl.name] = l(pl.name)
	}
	return p
}

func TestAssemble(t *testing.T) {
	required := []string{
		"registry.k8s.io/kube-proxy:v1.37.2", "registry.k8s.io/coredns/coredns:v1.14.6", "registry.k8s.io/pause:3.10",
		"docker.io/kindest/kindnetd:v1", "docker.io/kindest/local-path-provisioner:v1", "docker.io/kindest/local-path-helper:v1",
	}
	made, err := testParts().Assemble(required)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]archive.Image{}
	for _, image := range made.Images {
		for _, name := range image.Names {
			byName[name] = image
		}
		if image.Config.Labels["org.opencontainers.image.description"] == "" || len(image.Layers) == 0 {
			t.Errorf("%v: no description or no layer", image.Names)
		}
		for _, l := range image.Layers {
			if l.DiffID == "" {
				t.Errorf("%v: a layer is missing", image.Names)
			}
		}
	}
	for _, name := range append(required, slices.Collect(maps.Values(made.Workloads))...) {
		if len(byName[name].Names) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	wantRelabel := map[string]string{
		"docker.io/kindest/kindnetd:v1":               "gherkind.local/kindnet:stand-in",
		"docker.io/kindest/local-path-provisioner:v1": "gherkind.local/local-path-provisioner:v0.0.30",
		"docker.io/kindest/local-path-helper:v1":      "gherkind.local/local-path-helper:debian-1.35.0",
	}
	if !maps.Equal(made.Relabel, wantRelabel) {
		t.Errorf("relabelled: %v", made.Relabel)
	}
	if got := slices.Sorted(maps.Keys(made.Workloads)); !slices.Equal(got, []string{"agnhost", "busybox", "nginx", "stress"}) {
		t.Errorf("workloads: %v", got)
	}
	for name := range made.About {
		if made.Relabel[name] != "" {
			t.Errorf("%s has a description under kind's name", name)
		}
	}
	if layers := byName["registry.k8s.io/kube-proxy:v1.37.2"].Layers; len(layers) != 3 {
		t.Errorf("kube-proxy has no layers with its tools: %v", layers)
	}
}

func TestAssembleRefusesWhatItDoesNotKnow(t *testing.T) {
	_, err := testParts().Assemble([]string{"registry.k8s.io/kube-newthing:v1"})
	if err == nil || !strings.Contains(err.Error(), "kube-newthing") || !strings.Contains(err.Error(), "kube-proxy") {
		t.Errorf("got %v", err)
	}
}
