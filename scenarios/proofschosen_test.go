package scenarios_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/tree"
)

// checkout has the files that proofs are read from.
type checkout struct{ tree, source, topologies tree.Files }

func thisCheckout(t *testing.T) checkout {
	t.Helper()
	c := checkout{maps.Clone(readProofs(t).tree), tree.Files{}, tree.Files{}}
	for name, data := range topOf(t, os.DirFS("../kind-config")) {
		c.topologies[name] = data
	}
	for _, folder := range proven.StepFolders() {
		for name, data := range topOf(t, os.DirFS(filepath.Join("..", folder))) {
			c.source[path.Join(folder, name)] = data
		}
	}
	return c
}

// topOf returns the files of a folder, without subfolders.
func topOf(t *testing.T, folder fs.FS) map[string][]byte {
	t.Helper()
	names, err := fs.Glob(folder, "*.*")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = fs.ReadFile(folder, name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// edit replaces a text, once, in a file of a tree.
func edit(t *testing.T, tree tree.Files, name, old, text string) {
	t.Helper()
	if tree[name] == nil || !strings.Contains(string(tree[name]), old) {
		t.Fatalf("%s has no %q", name, old)
	}
	tree[name] = []byte(strings.Replace(string(tree[name]), old, text, 1))
}

// proveAll pretends that all twins and topologies were proven in the state of the checkout.
func proveAll(t *testing.T, c checkout) *proofs {
	t.Helper()
	dir := t.TempDir()
	p := proofsOf(t, c.tree, c.source, c.topologies, proven.Ledger{Path: filepath.Join(dir, "proven.yaml")}, map[string]proven.Entry{}, dir)
	for _, twin := range readTwins(t) {
		if err := os.WriteFile(p.recording(twin), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.entries[twin.name()] = proven.Entry{Inputs: p.inputs(t, twin, nil), Recording: proven.Hash("")}
	}
	for _, topology := range topologies(t) {
		p.entries[topologyName(topology)] = proven.Entry{Inputs: p.topologyInputs(t, topology)}
	}
	return p
}

// TestChosenTwins: a change is run live by exactly the twins and topologies that use what was changed.
func TestChosenTwins(t *testing.T) {
	const oom = "A container that takes more than its limit is OOMKilled and restarted"
	for name, change := range map[string]struct {
		edit func(*testing.T, checkout)
		want []string // scenarios, or topologies
	}{
		"nothing":    {func(*testing.T, checkout) {}, nil},
		"a manifest": {func(t *testing.T, c checkout) { edit(t, c.tree, "manifests/states/memory-hog.yaml", "ctr", "ctr #") }, []string{oom}},
		"an unused file": {func(_ *testing.T, c checkout) {
			c.tree["manifests/states/new.yaml"] = []byte("{}")
		}, nil},
		"an unused source": {func(_ *testing.T, c checkout) {
			c.source["steps/new.go"] = []byte("package steps\n\nfunc unused() {}\n")
		}, nil},
		"the text of a step": {func(t *testing.T, c checkout) {
			edit(t, c.tree, "features/states/out-of-memory.feature", `"memory-hog" was terminated with reason "OOMKilled"`, `"memory-hog" was terminated with reason "OOMKilled" within 9s`)
		}, []string{oom}},
		"a comment of the feature": {func(t *testing.T, c checkout) {
			edit(t, c.tree, "features/states/out-of-memory.feature", "Feature:", "# For short.\nFeature:")
		}, nil},
		"the source of a check": {func(t *testing.T, c checkout) {
			edit(t, c.source, "steps/pod.go", "saw == string(status)", "string(status) == saw")
		}, nil},
		"a topology": {func(t *testing.T, c checkout) {
			edit(t, c.topologies, "ha.yaml", "kind: Cluster", "kind: Cluster # of three")
		}, []string{"topology ha"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := thisCheckout(t)
			p := proveAll(t, c)
			change.edit(t, c)
			p = proofsOf(t, c.tree, c.source, c.topologies, p.ledger, p.entries, p.recordings)
			chosen := map[string]bool{}
			for _, twin := range readTwins(t) {
				if p.stale(t, twin) != "" {
					chosen[twin.Scenario] = true
				}
			}
			for _, topology := range topologies(t) {
				if p.staleTopology(t, topology, nil) != "" {
					chosen[topologyName(topology)] = true
				}
			}
			if got := slices.Sorted(maps.Keys(chosen)); !slices.Equal(got, change.want) {
				t.Errorf("chosen are %q, want %q", got, change.want)
			}
		})
	}
}

// TestChosenForAnAction: an action whose source changes is proven again by everything that uses it, and nothing else.
func TestChosenForAnAction(t *testing.T) {
	c := thisCheckout(t)
	p := proveAll(t, c)
	edit(t, c.source, "internal/drain/drain.go", "return err\n", "return  err // as it is\n")
	q := proofsOf(t, c.tree, c.source, c.topologies, p.ledger, p.entries, p.recordings)
	for _, twin := range readTwins(t) {
		if why := q.stale(t, twin); why != "" {
			t.Errorf("only the layout of the source has changed, but %s: %s", twin.name(), why)
		}
	}
	edit(t, c.source, "internal/drain/drain.go", "return  err // as it is\n", "return (err)\n")
	q = proofsOf(t, c.tree, c.source, c.topologies, p.ledger, p.entries, p.recordings)
	some := false
	for _, twin := range readTwins(t) {
		_, pickle := q.broken(t, twin)
		drains := slices.ContainsFunc(pickle.Steps, func(s gherkin.Step) bool { return strings.Contains(s.Text, "is drained") })
		why := q.stale(t, twin)
		some = some || drains
		if drains != (why != "") {
			t.Errorf("%s: it drains a node: %v; stale: %q", twin.name(), drains, why)
		}
	}
	if !some {
		t.Error("no twin drains a node: take another action for this test")
	}
}

// TestChosenWithoutItsRecording: a missing recording, or one that differs from the ledger's, proves nothing; nor does one with
// a check that is taken as recorded and whose source has changed.
func TestChosenWithoutItsRecording(t *testing.T) {
	c := thisCheckout(t)
	p := proveAll(t, c)
	twins := readTwins(t)
	if err := os.Remove(p.recording(twins[0])); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.recording(twins[1]), []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(p.entries, twins[2].name())
	for i, want := range []string{"it has no recording", "its recording is not the one in the ledger", "it was never proven", ""} {
		if got := p.stale(t, twins[i]); got != want {
			t.Errorf("%s: %q, want %q", twins[i].name(), got, want)
		}
	}
	i := slices.IndexFunc(twins, func(tw twin) bool {
		return strings.HasPrefix(tw.FailsAt, "pod ") && strings.HasSuffix(tw.FailsAt, " is Completed")
	})
	taken := []string{"pod-is"}
	p.entries[twins[i].name()] = proven.Entry{Inputs: p.inputs(t, twins[i], taken), Recording: proven.Hash(""), Taken: taken}
	if why := p.stale(t, twins[i]); why != "" {
		t.Errorf("nothing has changed: %s", why)
	}
	edit(t, c.source, "steps/pod.go", "saw == string(status)", "string(status) == saw")
	q := proofsOf(t, c.tree, c.source, c.topologies, p.ledger, p.entries, p.recordings)
	if why := q.stale(t, twins[i]); why != "changed: step pod-is" {
		t.Errorf("a check that is taken as recorded has changed: %q", why)
	}
}

// TestTwinsCanBeRun: a twin breaks the behaviour, not the feature, and names a step of it.
func TestTwinsCanBeRun(t *testing.T) {
	p := readProofs(t)
	for _, twin := range readTwins(t) {
		tree, pickle := p.broken(t, twin)
		feature := *pickle.Feature
		feature.Pickles = []*gherkin.Pickle{pickle}
		gherkin.Bind([]*gherkin.Feature{&feature}, p.catalogue.Steps, tree)
		if problems := gherkin.Lint([]*gherkin.Feature{&feature}, p.catalogue.Steps); len(problems) > 0 {
			t.Errorf("%s: %v", twin.name(), problems)
		}
		if !slices.ContainsFunc(pickle.Steps, func(s gherkin.Step) bool { return s.Text == twin.FailsAt }) {
			t.Errorf("%s: it has no step %q", twin.name(), twin.FailsAt)
		}
	}
}

func TestTwinsHaveNames(t *testing.T) {
	p, names, files := readProofs(t), map[string]bool{}, map[string]bool{}
	for _, twin := range readTwins(t) {
		if names[twin.name()] || files[p.recording(twin)] {
			t.Errorf("two twins are called %q: say how they differ", twin.name())
		}
		names[twin.name()], files[p.recording(twin)] = true, true
	}
}
