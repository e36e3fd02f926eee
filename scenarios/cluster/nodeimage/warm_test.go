package nodeimage

import (
	"slices"
	"strings"
	"testing"
)

// heard is a Progress that records its calls.
type heard struct{ steps, infos []string }

func (h *heard) Step(what string) { h.steps = append(h.steps, what) }
func (h *heard) Done(string)      {}
func (h *heard) Info(line string) { h.infos = append(h.infos, line) }

// TestWarmEnsureBuildsNothing is skipped if the image has not been built yet, because a build takes minutes.
func TestWarmEnsureBuildsNothing(t *testing.T) {
	in, err := readInputs(t.Context(), "", DefaultKubernetes())
	if err != nil {
		t.Skip(err)
	}
	if present, err := inDocker(t.Context(), in.ref()); err != nil || !present {
		t.Skipf("%s is not in Docker (%v)", in.ref(), err)
	}
	var h heard
	image, err := Ensure(t.Context(), Options{Source: Built, Progress: &h})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.steps, []string{"choose the node image"}) {
		t.Errorf("steps: %q", h.steps)
	}
	if image.Ref != in.ref() || image.KubernetesVersion != in.kubernetes() {
		t.Errorf("got %+v", image)
	}
	for _, logical := range []string{"busybox", "nginx", "stress", "agnhost"} {
		if name := image.Contents[logical]; name == "" || image.About[name] == "" {
			t.Errorf("%s: %q, %q", logical, name, image.About[name])
		}
	}
}

// TestWarmEnsureNeedsNoCheckout: outside of a checkout, the existing image is used.
func TestWarmEnsureNeedsNoCheckout(t *testing.T) {
	in, err := readInputs(t.Context(), "", DefaultKubernetes())
	if err != nil {
		t.Skip(err)
	}
	if present, err := inDocker(t.Context(), in.ref()); err != nil || !present {
		t.Skipf("%s is not in Docker (%v)", in.ref(), err)
	}
	t.Chdir(t.TempDir())
	image, err := Ensure(t.Context(), Options{Source: Built})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(image.Ref, repository+":") || image.Contents["nginx"] == "" {
		t.Errorf("got %+v", image)
	}
	if _, err := Ensure(t.Context(), Options{Source: Built, Checkout: "."}); err == nil {
		t.Error("no error for a folder that is not a checkout")
	}
}

func TestSerialProgressTakesNoListener(t *testing.T) {
	(&serial{}).Step("x") // must not panic
	var h heard
	s := &serial{listener: &h}
	s.Step("a")
	s.Info("b")
	s.Done("c")
	if len(h.steps) != 1 || len(h.infos) != 1 {
		t.Errorf("got %+v", h)
	}
}
