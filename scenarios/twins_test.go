package scenarios_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// twin is an entry of testdata/twins.yaml.
type twin struct {
	Scenario string `yaml:"scenario"`
	Broken   string `yaml:"broken"`
	Manifest string `yaml:"manifest"` // what is changed: a file of manifests/,
	Feature  string `yaml:"feature"`  // or one of features/
	Replace  string `yaml:"replace"`
	With     string `yaml:"with"`
	Every    bool   `yaml:"every"`    // replace every occurrence; else there must be exactly one
	FailsAt  string `yaml:"fails at"` // the step; with breaks, the latest one
	Breaks   string `yaml:"breaks"`   // the step with throughout that is broken, by then
	Saw      string `yaml:"saw"`      // regular expression
	Code     string `yaml:"code"`     // regular expression; empty when there is no cause to name
}

// twinTimeout is how long a twin may take at each step. It is many times what comes before the failure takes, and
// shorter than the minute that the containers of the features live: a twin comes to a state that lasts, and a faster
// or a slower machine sees the same.
const twinTimeout = 40 * time.Second

// name is what a twin is called in the ledger.
func (t twin) name() string { return t.Scenario + ": " + t.Broken }

// TestBrokenTwins proves of each behaviour that its scenario can fail, and
// that it then says why. It runs the twins of which no recording tells, see TestTwinsOnRecord; with GHERKIND_PROVE=1
// all of them.
func TestBrokenTwins(t *testing.T) {
	onCluster(t)
	p := readProofs(t)
	if proving() {
		p.forget(t, readTwins(t))
	}
	live := p.live(t, "")
	tellLive(t, live)
	if len(live) == 0 {
		return
	}
	c := connected(t)
	var jobs []schedule.Job
	for _, twin := range readTwins(t) {
		if live[twin.name()] == "" {
			continue
		}
		_, pickle := p.broken(t, twin)
		// Twins of one scenario may apply the same cluster-scoped object.
		locks := append(tags.Values(pickle.Tags, tags.Node), twin.Scenario)
		jobs = append(jobs, schedule.Job{Exclusive: tags.Has(pickle.Tags, tags.Exclusive), Locks: locks, Run: func(context.Context) {
			t.Run(twin.name(), func(t *testing.T) { p.mustFailWell(t, c, twin) })
		}})
	}
	limits := engine.DefaultLimits()
	limits.Least = max(limits.Least, atOnce)
	schedule.All(t.Context(), limits, jobs)
}

// atOnce is how many twins run side by side whatever the CPU does: most of its time, a twin waits.
const atOnce = 6

// connected is the project's cluster, with every add-on, for many runs.
func connected(t *testing.T) *cluster.Cluster {
	t.Helper()
	own := shared(t)
	own.AddOns = cluster.AddOnNames()
	c, err := cluster.Up(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func readTwins(t *testing.T) []twin {
	t.Helper()
	data, err := os.ReadFile("testdata/twins.yaml")
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	decoder.KnownFields(true)
	var twins []twin
	if err := decoder.Decode(&twins); err != nil {
		t.Fatal(err)
	}
	return twins
}

// mustFailWell runs a twin, which must fail as its entry says.
// c is nil when its cluster is to be looked at before.
func (p *proofs) mustFailWell(t *testing.T, c *cluster.Cluster, twin twin) {
	t.Helper()
	seen := p.runTwin(t, c, twin, twinTimeout)
	problems := verdictOf(twin, seen)
	for _, problem := range problems {
		t.Error(problem)
	}
	if len(problems) == 0 {
		p.record(t, twin, seen)
	}
}

func statuses(s *report.Scenario) string {
	var all []string
	for _, step := range s.Steps {
		all = append(all, string(step.Status))
	}
	return strings.Join(all, ", ")
}

func (p *proofs) runTwin(t *testing.T, c *cluster.Cluster, twin twin, within time.Duration, change ...func(*scenarios.Options)) *report.Scenario {
	t.Helper()
	tree, pickle := p.broken(t, twin)
	timeouts := world.DefaultTimeouts()
	timeouts.Step = within
	timeouts.Limit = timeouts.Step
	options := scenarios.Options{
		FS: tree, Paths: []string{pickle.ID}, Timeouts: timeouts,
		StateDir: t.TempDir(), Cluster: shared(t), Connected: c,
	}
	for _, each := range change {
		each(&options)
	}
	result, err := scenarios.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return result.Scenarios[0]
}

// brokenTree is the tree with the twin's manifest or feature changed.
func brokenTree(t *testing.T, tree tree.Files, twin twin) tree.Files {
	t.Helper()
	name := path.Join("manifests", twin.Manifest)
	if twin.Feature != "" {
		name = path.Join("features", twin.Feature)
	}
	data, err := fs.ReadFile(tree, name)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), twin.Replace); n == 0 || n > 1 && !twin.Every {
		t.Fatalf("%s has %q %d times", name, twin.Replace, n)
	}
	tree = maps.Clone(tree)
	tree[name] = []byte(strings.ReplaceAll(string(data), twin.Replace, twin.With))
	return tree
}

// verdictOf says in what the twin's failure is not the one that is expected; empty when it is.
func verdictOf(twin twin, s *report.Scenario) (problems []string) {
	if s.Status != report.Failed {
		return []string{fmt.Sprintf("the scenario is %s, although %s", s.Status, twin.Broken)}
	}
	if s.Failure == nil {
		return []string{"the failure is not explained: " + s.Err}
	}
	if !failsInTime(twin, s) {
		problems = append(problems, fmt.Sprintf("it failed at another step:\n%v", s.Failure))
	}
	if twin.Breaks != "" && s.Failure.Want != twin.Breaks {
		problems = append(problems, fmt.Sprintf("it wanted %q, not %q", s.Failure.Want, twin.Breaks))
	}
	if !regexp.MustCompile("(?s)" + twin.Saw).MatchString(s.Failure.Saw) {
		problems = append(problems, fmt.Sprintf("saw %q does not match %q", s.Failure.Saw, twin.Saw))
	}
	if twin.Code != "" && !regexp.MustCompile("^("+twin.Code+")$").MatchString(s.Failure.Code) {
		problems = append(problems, fmt.Sprintf("the cause is %q (%s), want %q", s.Failure.Code, s.Failure.Why, twin.Code))
	}
	return problems
}

// failsInTime reports whether the twin failed at its step. What is promised throughout may be seen to be broken as soon as in
// the step whose effect breaks it: that depends on how fast Kubernetes is.
func failsInTime(twin twin, s *report.Scenario) bool {
	if twin.Breaks == "" {
		return s.Failure.Step == twin.FailsAt
	}
	promised := slices.IndexFunc(s.Steps, func(step *report.Step) bool { return step.Text == twin.Breaks })
	failed := slices.IndexFunc(s.Steps, func(step *report.Step) bool { return step.Status == report.Failed })
	latest := len(s.Steps) - 1 // a scenario may say one thing twice
	for latest >= 0 && s.Steps[latest].Text != twin.FailsAt {
		latest--
	}
	return promised >= 0 && promised < failed && failed <= latest
}

// TestEveryBehaviourHasATwin keeps a scenario without a twin from being added.
func TestEveryBehaviourHasATwin(t *testing.T) {
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	for _, twin := range readTwins(t) {
		has[twin.Scenario] = true
	}
	var missing []error
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			if !has[pickle.Name] && !leftOut(pickle.Tags) {
				missing = append(missing, errors.New(pickle.ID+": "+pickle.Name))
			}
		}
	}
	if err := errors.Join(missing...); err != nil {
		t.Errorf("scenarios without a broken twin in testdata/twins.yaml:\n%v", err)
	}
}

// leftOut tells of scenarios that make test and make table leave out.
func leftOut(own []string) bool { return tags.Has(own, tags.Slow) }
