package images

import (
	"strings"
	"testing"
)

func TestImagesMapsPerSource(t *testing.T) {
	c, err := parseCatalogue([]byte("busybox: {published: 'busybox:1.37', built: gherkind.local/busybox}\n"))
	if err != nil {
		t.Fatal(err)
	}
	published := c.Resolve(nil, nil, "")
	built := c.Resolve(map[string]string{"busybox": "gherkind.local/busybox:debian-1.35.0"}, nil, "localhost:5000")
	if got := published.Map("busybox"); got != "busybox:1.37" {
		t.Errorf("published: %s", got)
	}
	if got := c.Resolve(nil, nil, "localhost:5000").Map("busybox"); got != "localhost:5000/library/busybox:1.37" {
		t.Errorf("published, by a mirror: %s", got)
	}
	if got := built.Map("busybox"); got != "gherkind.local/busybox:debian-1.35.0" {
		t.Errorf("built: %s", got)
	}
	if got := built.Map("my/own:1"); got != "my/own:1" {
		t.Errorf("a name that is not in the catalogue became %s", got)
	}
	if used := built.Used(); len(used) != 1 || used["busybox"] == "" {
		t.Errorf("used: %v", used)
	}
	again := built.Unused()
	if used := again.Used(); len(used) != 0 {
		t.Errorf("used before the run: %v", used)
	}
	if got := again.Map("busybox"); got != "gherkind.local/busybox:debian-1.35.0" {
		t.Errorf("built, again: %s", got)
	}
}

// TestAnImageThatKubernetesBrings: the version on the nodes is used, and it is never pulled.
func TestAnImageThatKubernetesBrings(t *testing.T) {
	c, err := parseCatalogue([]byte("coredns: {published: 'registry.k8s.io/coredns/coredns:v1.14.6', node: registry.k8s.io/coredns/coredns}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if pulled := c.published(); len(pulled) > 0 {
		t.Errorf("pulled: %q", pulled)
	}
	for want, present := range map[string][]string{
		"registry.k8s.io/coredns/coredns:v1.13.0": {"registry.k8s.io/coredns/coredns@sha256:0", "registry.k8s.io/coredns/coredns-extra:v1", "registry.k8s.io/coredns/coredns:v1.13.0"},
		"registry.k8s.io/coredns/coredns:v1.14.6": {"registry.k8s.io/pause:3.10"},
	} {
		if got := c.Resolve(nil, present, "").Map("coredns"); got != want {
			t.Errorf("with %q it is %s, want %s", present, got, want)
		}
	}
}

func TestCatalogueRefusesMistakesWithTheirLine(t *testing.T) {
	tests := []struct{ text, want string }{
		{"busybox: {published: a, bulit: b}", "line 1: field bulit not found"},
		{"busybox: {published: a, built: b, node: c}", `image "busybox" in images.yaml needs published, and either built or node`},
		{"busybox: {published: a}", `image "busybox" in images.yaml needs published, and either built or node`},
	}
	for _, test := range tests {
		if _, err := parseCatalogue([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.text, err, test.want)
		}
	}
}

func TestTheCatalogueOfThisRepositoryIsSound(t *testing.T) {
	if _, err := LoadCatalogue(); err != nil {
		t.Error(err)
	}
}
