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
	"sync/atomic"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proving"
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
	Every    bool   `yaml:"every"`    // replace every occurrence; otherwise there must be exactly one
	FailsAt  string `yaml:"fails at"` // the step; with breaks, the latest one
	Breaks   string `yaml:"breaks"`   // the step with "throughout" that must be broken by then
	Saw      string `yaml:"saw"`      // regular expression
	Code     string `yaml:"code"`     // regular expression; empty if there is no cause to report
}

// twinTimeout is how long each step of a twin may take. It is many times as long as everything before the failure takes, and
// shorter than the minute for which the containers of the features run: a twin reaches a lasting state, which a faster or
// slower machine sees as well.
const twinTimeout = 40 * time.Second

// name returns the name of a twin in the ledger.
func (t twin) name() string { return t.Scenario + ": " + t.Broken }

// TestBrokenTwins proves for each behaviour that its scenario can fail, and that it then says why. It runs the twins without a
// valid recording, see TestTwinsOnRecord; with GHERKIND_PROVE=1 all of them.
func TestBrokenTwins(t *testing.T) {
	onCluster(t)
	p := readProofs(t)
	if proving.On() {
		p.forget(t, readTwins(t))
	}
	live := p.live(t, "")
	tellLive(t, live)
	if len(live) == 0 {
		return
	}
	c := connected(t)
	var jobs []schedule.Job
	var ran atomic.Int64
	for _, twin := range readTwins(t) {
		if live[twin.name()] == "" {
			continue
		}
		_, pickle := p.broken(t, twin)
		// Twins of one scenario may apply the same cluster-scoped object.
		locks := append(tags.Values(pickle.Tags, tags.Node), twin.Scenario)
		jobs = append(jobs, schedule.Job{Exclusive: tags.Has(pickle.Tags, tags.Exclusive), Locks: locks, Run: func(context.Context) {
			t.Run(twin.name(), func(t *testing.T) {
				ran.Add(1)
				p.mustFailWell(t, c, twin)
			})
		}})
	}
	limits := engine.DefaultLimits()
	limits.Least = max(limits.Least, atOnce)
	schedule.All(t.Context(), limits, jobs)
	if proving.On() && ran.Load() == 0 {
		t.Error("-run matches no twin, so that none was proven: write TestBrokenTwins/ and the beginning of a scenario in testdata/twins.yaml, with _ for spaces")
	}
}

// atOnce is how many twins run in parallel regardless of the CPU: a twin mostly waits.
const atOnce = 6

// connected returns the project's cluster, with every add-on, for many runs.
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

// mustFailWell runs a twin, which must fail as its entry says. c is nil if the cluster must be brought up first.
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

// brokenTree returns the tree with the twin's change in its manifest or feature.
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
		t.Fatalf("twin %q: %s has what it replaces %d times, not once: %q", twin.name(), name, n, twin.Replace)
	}
	tree = maps.Clone(tree)
	tree[name] = []byte(strings.ReplaceAll(string(data), twin.Replace, twin.With))
	return tree
}

// verdictOf returns how the twin's failure differs from the expected one.
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

// failsInTime reports whether the twin failed at its step. A broken promise with throughout may be noticed as early as in the
// step whose effect breaks it: that depends on how fast Kubernetes is.
func failsInTime(twin twin, s *report.Scenario) bool {
	if twin.Breaks == "" {
		return s.Failure.Step == twin.FailsAt
	}
	promised := slices.IndexFunc(s.Steps, func(step *report.Step) bool { return step.Text == twin.Breaks })
	failed := slices.IndexFunc(s.Steps, func(step *report.Step) bool { return step.Status == report.Failed })
	latest := len(s.Steps) - 1 // a scenario may contain the same step twice
	for latest >= 0 && s.Steps[latest].Text != twin.FailsAt {
		latest--
	}
	return promised >= 0 && promised < failed && failed <= latest
}

// TestEveryBehaviourHasATwin: no scenario may be added without a twin.
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

// leftOut reports whether make test and make table exclude a scenario.
func leftOut(own []string) bool { return tags.Has(own, tags.Slow) }
