package scenarios_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/schedule"
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
	FailsAt  string `yaml:"fails at"` // the step, or several joined by "||"
	Saw      string `yaml:"saw"`      // regular expression
	Code     string `yaml:"code"`     // regular expression; empty when there is no cause to name

	Timeout time.Duration `yaml:"timeout"` // of each step; 0 means twinTimeout
}

// twinTimeout is how long a twin may take at each step to fail. It is long
// enough for what comes before the step at which it must fail.
const twinTimeout = 25 * time.Second

// TestBrokenTwins proves of each behaviour that its scenario can fail, and
// that it then says why.
func TestBrokenTwins(t *testing.T) {
	onCluster(t)
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	c := connected(t)
	var jobs []schedule.Job
	for _, twin := range readTwins(t) {
		tags := pickleOf(t, tree, twin.Scenario).Tags
		if topologyOf(tags) != "" {
			continue // TestTopologies has their clusters
		}
		jobs = append(jobs, schedule.Job{Exclusive: slices.Contains(tags, scenarios.TagExclusive), Claims: claimsOf(tags), Run: func(context.Context) {
			t.Run(twin.Scenario+": "+twin.Broken, func(t *testing.T) { mustFailWell(t, c, twin) })
		}})
	}
	schedule.All(t.Context(), scenarios.DefaultLimits(), jobs)
}

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

// mustFailWell runs a twin, and one that fails in another way again with four times the time, and
// again until that is twinTimeout or more: on a busy machine it may not have come to what breaks it. Timings
// decide nothing.
// c is nil when its cluster is to be looked at before.
func mustFailWell(t *testing.T, c *cluster.Cluster, twin twin) {
	t.Helper()
	within := cmp.Or(twin.Timeout, twinTimeout)
	seen := runTwin(t, c, twin, within)
	problems := verdictOf(twin, seen)
	for again := true; again && len(problems) > 0; again = within < twinTimeout {
		within *= 4
		t.Logf("once more, with %s for each step: %s", within, strings.Join(problems, "; "))
		seen = runTwin(t, c, twin, within)
		problems = verdictOf(twin, seen)
	}
	for _, problem := range problems {
		t.Error(problem)
	}
	if len(problems) == 0 {
		mustReplayAlike(t, twin, seen)
	}
}

// mustReplayAlike replays the bundle of a twin, and wants the failure that the cluster gave.
func mustReplayAlike(t *testing.T, twin twin, seen *report.Scenario) {
	t.Helper()
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: seen.Bundle + ".tgz"})
	if err != nil {
		t.Fatal(err)
	}
	replayed := result.Scenarios[0]
	for _, problem := range verdictOf(twin, replayed) {
		t.Error("replayed,", problem)
	}
	if got, want := statuses(replayed), statuses(seen); got != want {
		t.Errorf("replayed, its steps are %s, and were %s", got, want)
	}
}

func statuses(s *report.Scenario) string {
	var all []string
	for _, step := range s.Steps {
		all = append(all, string(step.Status))
	}
	return strings.Join(all, ", ")
}

func runTwin(t *testing.T, c *cluster.Cluster, twin twin, within time.Duration) *report.Scenario {
	t.Helper()
	tree := broken(t, twin)
	timeouts := world.DefaultTimeouts()
	timeouts.Step = within
	timeouts.Limit = timeouts.Step
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: tree, Paths: []string{pickleOf(t, tree, twin.Scenario).ID}, Timeouts: timeouts,
		StateDir: t.TempDir(), Cluster: shared(t), Connected: c,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result.Scenarios[0]
}

// broken is the built-in tree with the twin's manifest or feature changed.
func broken(t *testing.T, twin twin) fs.FS {
	t.Helper()
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
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
	changed := strings.ReplaceAll(string(data), twin.Replace, twin.With)
	tree.(fstest.MapFS)[name] = &fstest.MapFile{Data: []byte(changed)}
	return tree
}

func claimsOf(tags []string) []string {
	var claims []string
	for _, tag := range tags {
		if node, ok := strings.CutPrefix(tag, scenarios.TagNode); ok {
			claims = append(claims, node)
		}
	}
	return claims
}

// pickleOf finds a scenario by its name.
func pickleOf(t *testing.T, tree fs.FS, name string) *gherkin.Pickle {
	t.Helper()
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			if pickle.Name == name {
				return pickle
			}
		}
	}
	t.Fatalf("no scenario %q", name)
	return nil
}

// verdictOf says in what the twin's failure is not the one that is wanted; empty when it is.
func verdictOf(twin twin, s *report.Scenario) (problems []string) {
	if s.Status != report.Failed {
		return []string{fmt.Sprintf("the scenario is %s, although %s", s.Status, twin.Broken)}
	}
	if s.Failure == nil {
		return []string{"the failure is not explained: " + s.Err}
	}
	if !slices.Contains(strings.Split(twin.FailsAt, "||"), s.Failure.Step) {
		problems = append(problems, fmt.Sprintf("it failed at another step:\n%v", s.Failure))
	}
	if !regexp.MustCompile("(?s)" + twin.Saw).MatchString(s.Failure.Saw) {
		problems = append(problems, fmt.Sprintf("saw %q does not match %q", s.Failure.Saw, twin.Saw))
	}
	if twin.Code != "" && !regexp.MustCompile("^("+twin.Code+")$").MatchString(s.Failure.Code) {
		problems = append(problems, fmt.Sprintf("the cause is %q (%s), want %q", s.Failure.Code, s.Failure.Why, twin.Code))
	}
	return problems
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
func leftOut(tags []string) bool { return slices.Contains(tags, "@slow") }
