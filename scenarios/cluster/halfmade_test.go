package cluster

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/topology"
)

// TestWhatADeadRunHasHalfMade: an incomplete cluster of a topology is recreated by the next run that needs it, but not while
// another run uses it.
func TestWhatADeadRunHasHalfMade(t *testing.T) {
	for name, shape := range map[string]string{"ha": "control-plane", "external-etcd": "external-etcd"} {
		fake := newDocker(t, nodeOf("c-"+name, shape, "running", true))
		loaded, err := topology.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		w := desired{options: Options{Name: "c-" + name, StateDir: t.TempDir()}.withDefaults(), topology: loaded, mark: "gherkind.local/cluster:ha-abc"}
		have, err := docker.OfCluster(t.Context(), w.options.Name)
		if err != nil {
			t.Fatal(err)
		}
		why, err := w.mustRecreate(t.Context(), have)
		if err != nil || why != "its creation was interrupted" {
			t.Errorf("%s: reason for recreating: %q, %v", name, why, err)
		}
		use := otherRun(t, "other", w.options.Name)
		if err := w.mustBeUnused(t.Context(), have, why); !errors.As(err, new(*EnvironmentError)) || !strings.Contains(err.Error(), "run other (process") {
			t.Errorf("%s: while another run uses it: %v", name, err)
		}
		if removed := fake.asked("rm"); len(removed) > 0 {
			t.Errorf("%s: it was deleted: %q", name, removed)
		}
		if err := use.End(); err != nil {
			t.Fatal(err)
		}
		if err := w.mustBeUnused(t.Context(), have, why); err != nil {
			t.Errorf("%s: without other runs: %v", name, err)
		}
	}
}

// TestRemovedTwice: after an interrupt, the cluster is removed first to make kind fail, and again when kind has ended. This is
// reported once.
func TestRemovedTwice(t *testing.T) {
	fake := newDocker(t, nodeOf("c-twice", "control-plane", "running", true))
	var heard steps
	o := Options{Name: "c-twice", StateDir: t.TempDir(), Progress: &heard}.withDefaults()
	for range 2 {
		if err := remove(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		fake.has()
	}
	if said := strings.Join(heard.begun, "\n"); strings.Count(said, "delete cluster") != 1 {
		t.Errorf("it said:\n%s", said)
	}
}
