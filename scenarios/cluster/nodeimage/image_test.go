package nodeimage

import (
	"strings"
	"testing"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"
)

func TestParseSource(t *testing.T) {
	for in, want := range map[string]Source{"": Auto, "auto": Auto, "published": Published, "built": Built} {
		if got, err := ParseSource(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	if _, err := ParseSource("buildt"); err == nil || !strings.Contains(err.Error(), "published") {
		t.Errorf("got %v", err)
	}
}

func TestVersionOfTag(t *testing.T) {
	for ref, want := range map[string]string{
		"kindest/node:v1.37.0@sha256:abc": "v1.37.0",
		"localhost:5000/node:v1.36.12":    "v1.36.12",
		"kindest/node:latest":             "",
	} {
		if got := versionOfTag(ref); got != want {
			t.Errorf("%s: got %q", ref, got)
		}
	}
	if versionOfTag(defaults.Image) == "" {
		t.Errorf("kind's default image %s has no version", defaults.Image)
	}
}
