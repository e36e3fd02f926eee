package cluster

import "testing"

// TestATemporaryClusterOfADeadRun: whoever uses it next as a temporary one is to delete it, and whoever wants it to stay has that
// noted.
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
		if left != c.left || noted != c.noted || err != nil != c.noted { // this docker copies nothing
			t.Errorf("%s: left %v, noted %v, %v", name, left, noted, err)
		}
	}
	for _, o := range []Options{temporary, lasting} {
		if got := memoryOf(o).Temporary; (got == "second") != o.Temporary {
			t.Errorf("of a cluster that is made, it is noted that it is to be deleted by %q", got)
		}
	}
}
