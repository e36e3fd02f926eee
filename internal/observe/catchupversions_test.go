package observe

import "testing"

// A kind may be watched in two versions of its API group: a check in the other version must not see the old state.
func TestCatchUpInEveryVersion(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Pending")
	other := pods
	other.GVK.Version, other.GVR.Version = "v1beta1", "v1beta1"
	h := watching(t, s, other)
	resume := s.stall()
	tl := h.Timeline("a")
	if err := tl.Ensure(bounded(t), pods); err != nil {
		t.Fatal(err)
	}
	change := changed(s, "a/web", s.pod("a/web", "Running"))
	if err := tl.Until(bounded(t), phase("a/web", "Running")); err != nil {
		t.Fatal(err)
	}
	phases := make(chan string, 1)
	go func() {
		if err := tl.CatchUp(bounded(t), change); err != nil {
			phases <- err.Error()
			return
		}
		tl.View(func(v View) { phases <- phaseOf(v.Get(ref(other, "a/web"))) })
	}()
	awaited(t, h, phases)
	resume()
	if got := within(t, "the change in the other version", phases); got != "Running" {
		t.Errorf("the other version shows %q", got)
	}
}
