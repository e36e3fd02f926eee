package scenarios_test

import (
	"context"
	"io/fs"
	"testing"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// TestAskedFromAContainer is for make prove: each scenario with a step that sends requests from outside passes, and each twin
// that fails at one fails as well, if a container sends the requests. TestFeatures and TestBrokenTwins send them from this
// machine, where it can reach the nodes.
func TestAskedFromAContainer(t *testing.T) {
	onCluster(t)
	proving.Only(t, "make prove asks from a container, too")
	p := readProofs(t)
	c := connected(t)
	fromContainer := func(o *scenarios.Options) { o.Cluster.AskFrom = cluster.AskContainer }
	options := scenarios.Options{FS: p.tree, Paths: askingOutside(t, p.tree), Cluster: shared(t), Connected: c, StateDir: t.TempDir()}
	fromContainer(&options)
	if result := scenariotest.Test(t, options); len(result.Scenarios) < 5 {
		t.Errorf("only %d scenarios ask from outside", len(result.Scenarios))
	}
	var jobs []schedule.Job
	for _, twin := range readTwins(t) {
		if !asksOutside(t, twin.FailsAt) {
			continue
		}
		_, pickle := p.broken(t, twin)
		jobs = append(jobs, schedule.Job{Locks: tags.Values(pickle.Tags, tags.Node), Run: func(context.Context) {
			t.Run(twin.name(), func(t *testing.T) {
				for _, problem := range verdictOf(twin, p.runTwin(t, c, twin, twinTimeout, fromContainer)) {
					t.Error(problem)
				}
			})
		}})
	}
	if len(jobs) < 5 {
		t.Errorf("only %d twins fail at a step that asks from outside", len(jobs))
	}
	schedule.All(t.Context(), engine.DefaultLimits(), jobs)
}

// askingOutside returns the scenarios with a step that sends requests from outside, as paths.
func askingOutside(t *testing.T, tree fs.FS) (ids []string) {
	t.Helper()
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			for _, s := range pickle.Steps {
				if !leftOut(pickle.Tags) && asksOutside(t, s.Text) {
					ids = append(ids, pickle.ID)
					break
				}
			}
		}
	}
	return ids
}

// TestEveryStepThatAsksFromOutsideIsTried by a scenario that make prove runs, and by a twin that fails at it.
func TestEveryStepThatAsksFromOutsideIsTried(t *testing.T) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	definition := func(text string) string {
		if match := matched(catalogue, text); match != nil {
			return match.Def.Name
		}
		return ""
	}
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	used, broken := map[string]bool{}, map[string]bool{}
	for _, feature := range features {
		for _, pickle := range feature.Pickles {
			for _, s := range pickle.Steps {
				used[definition(s.Text)] = used[definition(s.Text)] || !leftOut(pickle.Tags)
			}
		}
	}
	for _, twin := range readTwins(t) {
		broken[definition(twin.FailsAt)] = true
	}
	for _, group := range catalogue.Groups() {
		for _, d := range group.Defs {
			if d.Asks == step.AsksOutside && (!used[d.Name] || !broken[d.Name]) {
				t.Errorf("%s asks from outside: used by a scenario %t, by a twin that fails at it %t", d.Name, used[d.Name], broken[d.Name])
			}
		}
	}
}

func asksOutside(t *testing.T, text string) bool {
	t.Helper()
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	match := matched(catalogue, text)
	return match != nil && steps.AsksOutside(match)
}

// matched returns the step for a text, whatever its argument; nil if there is none.
func matched(catalogue *step.Catalogue, text string) *step.Match {
	for _, argument := range []step.HasArgument{step.NoArgument, step.WithDocString} {
		if match, err := catalogue.Match(text, argument); err == nil {
			return match
		}
	}
	return nil
}

// TestWhichScenariosAskFromOutside: these steps are recognised by their texts.
func TestWhichScenariosAskFromOutside(t *testing.T) {
	for text, want := range map[string]bool{
		`service "a" answers HTTP 200 with "x" on its node port of every node`:                  true,
		`service "a" answers HTTP 200 with "x" on its node port of node "worker"`:               true,
		`service "a" does not answer on its node port of node "worker"`:                         true,
		`service "a" does not answer with "x" on its cluster IP from outside the cluster`:       true,
		`service "a" answers HTTP 200 with "x" on its external address`:                         true,
		`service "a" has an external address`:                                                   false,
		`pod "a" answers HTTP 200 with "x" at ":80/" through a port-forward`:                    false,
		`60 requests from pod "client" to "http://hostnames/" get at least 2 different answers`: false,
	} {
		if got := asksOutside(t, text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
