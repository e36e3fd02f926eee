package nodeimage

import (
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

// TestPublishedImagesAreThoseOfThisKind fails when kind is upgraded: the list must then be updated from the release notes of the
// new version.
func TestPublishedImagesAreThoseOfThisKind(t *testing.T) {
	version, _, err := gomodule.Source(t.Context(), "../../..", "sigs.k8s.io/kind")
	if err != nil || version != publishedFor {
		t.Errorf("kind is %s (%v), but the listed images are those of %s", version, err, publishedFor)
	}
	pinned := regexp.MustCompile(`^kindest/node:v1\.[0-9]+\.[0-9]+@sha256:[0-9a-f]{64}$`)
	for _, ref := range published() {
		if !pinned.MatchString(ref) {
			t.Errorf("%s has no version and digest", ref)
		}
	}
	if len(Kubernetes()) != len(published()) || Kubernetes()[0] != DefaultKubernetes() || DefaultKubernetes() == (kubeversion.Minor{}) {
		t.Errorf("versions %s, default %s", kubeversion.List(Kubernetes()), DefaultKubernetes())
	}
	if ref, ok := publishedImage(DefaultKubernetes()); !ok || ref != defaults.Image {
		t.Errorf("default image %s", ref)
	}
	// v1.3 is not a prefix of v1.36.
	if ref, ok := publishedImage(kubeversion.Minor{Major: 1, Minor: 3}); ok {
		t.Errorf("v1.3 is %s", ref)
	}
}

func TestSupported(t *testing.T) {
	for text, want := range map[string]string{"": DefaultKubernetes().String(), "v1.36": "v1.36", "1.36": "v1.36"} {
		if m, err := Supported(text); err != nil || m.String() != want {
			t.Errorf("%q: %s, %v", text, m, err)
		}
	}
	for text, want := range map[string]string{
		"v1.20":   "kind " + publishedFor + " has no node image of Kubernetes v1.20 (it has v1.37, v1.36, v1.35, v1.34); --node-image takes another one",
		"v1.36.4": "v1.36.4 is a patch version: ask for v1.36",
		"newest":  `"newest" is not a valid minor version`,
	} {
		if _, err := Supported(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
