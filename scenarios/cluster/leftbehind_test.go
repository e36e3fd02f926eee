package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/runlock/inuse"
)

// TestATemporaryClusterOfADeadRun: the next run that uses it as a temporary cluster must delete it, and a run that wants to keep
// it records that.
func TestATemporaryClusterOfADeadRun(t *testing.T) {
	fake := newDocker(t)
	temporary, lasting := Options{Run: "second", Temporary: true}, Options{Run: "second"}
	for name, c := range map[string]struct {
		had   memory
		o     Options
		made  bool
		left  bool
		noted bool
	}{
		"it was to stay":            {memory{}, temporary, false, false, false},
		"another run's":             {memory{Temporary: "first"}, temporary, false, true, false},
		"its own":                   {memory{Temporary: "second"}, temporary, false, false, false},
		"it is made anew":           {memory{Temporary: "first"}, temporary, true, false, false},
		"it is to stay from now on": {memory{Temporary: "first"}, lasting, false, false, true},
		"it was to stay, and stays": {memory{}, lasting, false, false, false},
	} {
		before := len(fake.asked("cp"))
		left, err := desired{options: c.o, had: found{memory: c.had}}.leftBehind(t.Context(), &Cluster{Made: c.made, Nodes: []Node{{Container: "c"}}})
		noted := len(fake.asked("cp")) > before
		if left != c.left || noted != c.noted || err != nil != c.noted { // copying fails with this docker
			t.Errorf("%s: left %v, recorded %v, %v", name, left, noted, err)
		}
	}
	for _, o := range []Options{temporary, lasting} {
		if got := memoryOf(o).Temporary; (got == "second") != o.Temporary {
			t.Errorf("a new cluster is recorded as temporary for %q", got)
		}
	}
}

// TestTheClusterOfAKilledRunIsRemoved: it is removed by the next run that ends, unless it is in use, was made permanent, or its
// run is not known to have been killed.
func TestTheClusterOfAKilledRunIsRemoved(t *testing.T) {
	for name, c := range map[string]struct {
		cluster string // cluster of the run that ends
		memory  string
		user    string
		goes    bool
	}{
		"its run was killed":       {"c", `{"temporary":"killed"}`, "", true},
		"another run uses it":      {"c", `{"temporary":"killed"}`, "other", false},
		"its run goes on":          {"c", `{"temporary":"alive"}`, "alive", false},
		"its run has ended itself": {"c", `{"temporary":"ended"}`, "", false},
		"it is to stay":            {"c", `{}`, "", false},
		"it is half made":          {"c", "", "", false},
		"it is the run's own":      {"c-ha", `{"temporary":"killed"}`, "", false},
	} {
		fake := newDocker(t, nodeOf("c-ha", "control-plane", "exited", false))
		if c.memory != "" {
			fake.remembers(c.memory)
		}
		killed := filepath.Join(fake.cache, "gherkind", "runs", "killed")
		if use := otherRun(t, "ended", "c-ha"); use.End() != nil {
			t.Fatal("End failed")
		}
		if err := os.WriteFile(killed, []byte(`{"cluster":"c-ha"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		var use *inuse.Use
		if c.user != "" {
			use = otherRun(t, c.user, "c-ha")
		}
		var heard steps
		if err := RemoveLeft(t.Context(), Options{Name: c.cluster, StateDir: t.TempDir(), Progress: &heard}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if removed := strings.Join(fake.asked("rm"), " "); (removed != "") != c.goes {
			t.Errorf("%s: docker %q", name, removed)
		}
		if err := use.End(); err != nil {
			t.Fatal(err)
		}
	}
}
