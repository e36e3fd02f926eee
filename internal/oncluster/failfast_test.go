package oncluster

import (
	"testing"
	"testing/synctest"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestTheFirstFailureEndsAll: with fail-fast, no runner takes a scenario after any scenario has failed.
func TestTheFirstFailureEndsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		ids := []string{"one", "two", "three"}
		a := NewQueue(t.Context(), leasesOf{s}, InConfigMaps{mapsOf{s}}, "a", ids, true)
		b := NewQueue(t.Context(), leasesOf{s}, InConfigMaps{mapsOf{s}}, "b", ids, true)
		t.Cleanup(a.Close)
		t.Cleanup(b.Close)
		c := took(t, a, "one")
		if err := c.Done(t.Context(), scenario("one", report.Failed)); err != nil {
			t.Fatal(err)
		}
		if !a.Needless("two") {
			t.Error("the runner itself takes another scenario")
		}
		if c, err := b.Take(t.Context(), "one"); err != nil || c != nil {
			t.Fatalf("%v, %v", c, err)
		}
		if !b.Needless("two") || !b.Needless("three") {
			t.Error("another runner takes another scenario")
		}
		if more, err := b.Await(t.Context()); err != nil || more {
			t.Errorf("more %v, %v", more, err)
		}
	})
}
