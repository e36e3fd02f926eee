package mutate_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tree"
)

// fake is a bench whose trials have the results that a test defines.
type fake struct {
	mu     sync.Mutex
	tried  []string // "scenario" or "scenario mutant", in order
	times  map[string]int
	ending func(what string, time int, t mutate.Trial) mutate.Outcome
	refuse string
	same   bool
}

func (f *fake) Try(_ context.Context, t mutate.Trial) mutate.Outcome {
	f.mu.Lock()
	defer f.mu.Unlock()
	what := t.Case.Pickle.Name
	if t.Mutant != nil {
		what += " " + t.Mutant.Operator
	}
	if f.times == nil {
		f.times = map[string]int{}
	}
	f.times[what]++
	f.tried = append(f.tried, what)
	if f.ending == nil {
		return passed
	}
	return f.ending(what, f.times[what], t)
}

func (f *fake) Ask(context.Context, *mutate.Mutant) (mutate.Answer, error) {
	return mutate.Answer{Refused: f.refuse, Same: f.same}, nil
}

func (f *fake) Locks(context.Context, *mutate.Case) ([]string, error) { return nil, nil }

func (f *fake) Cluster() string { return "v1" }

var (
	passed  = mutate.Outcome{Ending: mutate.Passed, Waits: []mutate.Wait{{}, {Needed: time.Second, Allowed: time.Minute}}}
	noticed = mutate.Outcome{Ending: mutate.Failed, Step: 1, Text: `Then pod "web" is ready`, Code: "POD_CRASH_LOOP", Saw: "a restart"}
	late    = mutate.Outcome{Ending: mutate.Failed, Step: 1, Text: `Then pod "web" is ready`, RanOut: true, Saw: "not ready"}
	// the state that the mutant should reach was not reached in much more time than in the unmodified run
	never = mutate.Outcome{Ending: mutate.Failed, Step: 1, Text: `Then pod "web" is ready`, RanOut: true, Within: time.Minute, Saw: "not ready"}
	other = mutate.Outcome{Ending: mutate.Failed, Step: 1, Text: `Then pod "client" is ready`, Saw: "a restart"}
	// the API server refuses an unchanged object, for example because its webhook does not answer
	refusedOther   = mutate.Outcome{Ending: mutate.Refused, Step: 0, Text: "When it is applied", Why: `the cluster refused pod "client"`}
	infrastructure = mutate.Outcome{Ending: mutate.Infrastructure, Why: "the API server did not answer"}
)

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: pause}]}\n"

// suite has two scenarios, a and b, that use one manifest.
func suite(t *testing.T) *mutate.Suite {
	t.Helper()
	feature := "Feature: F\n"
	for _, name := range []string{"a", "b"} {
		feature += fmt.Sprintf("  Scenario: %s\n    When the manifest \"web.yaml\" is applied\n    Then pod \"web\" is ready\n", name)
	}
	p, err := plan.Make(plan.Options{FS: tree.Files{"features/f.feature": []byte(feature), "manifests/web.yaml": []byte(pod)}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := mutate.NewSuite(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// mutants returns some mutants of the suite's only manifest, by the names of their operators.
func mutants(s *mutate.Suite, names ...string) []*mutate.Mutant {
	var all []*mutate.Mutant
	for _, name := range names {
		all = append(all, &mutate.Mutant{Source: s.Sources[0], Operator: name, Kind: "Pod", Name: "web", Says: name, Text: []byte(pod + "# " + name)})
	}
	return all
}

// run tries one mutant, and returns its result.
func run(t *testing.T, f *fake) (mutate.Entry, *mutate.Report) {
	t.Helper()
	s := suite(t)
	m := mutate.Begin(s, mutants(s, "x"), mutate.Options{Limits: schedule.Limits{Most: 1}})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	r := m.Report()
	return r.Mutants[0], r
}

func TestTheFirstScenarioThatNoticesEndsAMutant(t *testing.T) {
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		if what == "a x" {
			return noticed
		}
		return passed
	}}
	e, r := run(t, f)
	if e.Verdict != mutate.Killed || e.By.Name != "a" || e.By.Line != 4 || e.By.Code != "POD_CRASH_LOOP" {
		t.Errorf("%+v, by %+v", e, e.By)
	}
	if want := []string{"a", "b", "a x"}; !slices.Equal(f.tried, want) {
		t.Errorf("tried %q, want %q", f.tried, want)
	}
	if percent, known := r.Score.Percent(); percent != 100 || !known {
		t.Errorf("score %v", r.Score)
	}
}

func TestASurvivorHasRunTwiceInEveryScenario(t *testing.T) {
	f := &fake{}
	e, r := run(t, f)
	if e.Verdict != mutate.Survived || e.Once {
		t.Errorf("%+v", e)
	}
	if want := []string{"a", "b", "a x", "b x", "a x", "b x"}; !slices.Equal(f.tried, want) {
		t.Errorf("tried %q, want %q", f.tried, want)
	}
	if got := e.Sentence(); got != "x: 2 scenarios use this manifest, none noticed" {
		t.Error(got)
	}
	if r.Features[0].Score.Survived != 1 {
		t.Errorf("%+v", r.Features)
	}
}

func TestAKillNeedsASecondRunUnlessItIsCertain(t *testing.T) {
	for name, c := range map[string]struct {
		first, second mutate.Outcome
		want          mutate.Verdict
		tries         int // of the first scenario
	}{
		"certain":                        {noticed, passed, mutate.Killed, 1},
		"late twice":                     {late, late, mutate.Killed, 2},
		"never":                          {never, passed, mutate.Killed, 1},
		"late once":                      {late, passed, mutate.Survived, 3},
		"of another object, twice":       {other, other, mutate.Killed, 2},
		"of another object, once":        {other, passed, mutate.Survived, 3},
		"infrastructure, then noticed":   {infrastructure, noticed, mutate.Killed, 2},
		"infrastructure twice":           {infrastructure, infrastructure, mutate.Undecided, 2},
		"late, then infrastructure":      {late, infrastructure, mutate.Undecided, 2},
		"infrastructure, then late once": {infrastructure, late, mutate.Survived, 4},
		"refused of another, once":       {refusedOther, passed, mutate.Survived, 3},
		"refused of another, twice":      {refusedOther, refusedOther, mutate.Killed, 2},
		"gherkind refuses the result":    {mutate.Outcome{Ending: mutate.Unsound, Why: "no such namespace"}, passed, mutate.Killed, 1},
		"refused when it is applied":     {mutate.Outcome{Ending: mutate.Refused, Text: "When", Why: `the cluster refused pod "web"`}, passed, mutate.Invalid, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{ending: func(what string, time int, _ mutate.Trial) mutate.Outcome {
				switch {
				case what == "a x" && time == 1:
					return c.first
				case what == "a x" && time == 2:
					return c.second
				}
				return passed
			}}
			if e, _ := run(t, f); e.Verdict != c.want || f.times["a x"] != c.tries {
				t.Errorf("%s after %d tries: %s", e.Verdict, f.times["a x"], e.Sentence())
			}
		})
	}
}

func TestTheSecondRunIsMorePatient(t *testing.T) {
	var waits []mutate.Patience
	f := &fake{ending: func(what string, _ int, trial mutate.Trial) mutate.Outcome {
		waits = append(waits, trial.Patience)
		if strings.HasSuffix(what, "x") {
			return late
		}
		return passed
	}}
	run(t, f)
	if len(waits) != 4 || waits[0].Times != 0 || waits[2].Times == 0 || waits[3].Times <= waits[2].Times || waits[3].Least <= waits[2].Least {
		t.Errorf("%+v", waits)
	}
}

func TestASurvivorThatIsNoticedInItsLastRunIsTriedAThirdTime(t *testing.T) {
	for third, want := range map[mutate.Ending]mutate.Verdict{mutate.Failed: mutate.Killed, mutate.Passed: mutate.Survived} {
		f := &fake{ending: func(what string, time int, _ mutate.Trial) mutate.Outcome {
			switch {
			case what == "a x" && time == 2:
				return noticed
			case what == "a x" && time == 3 && third == mutate.Failed:
				return noticed
			}
			return passed
		}}
		if e, _ := run(t, f); e.Verdict != want {
			t.Errorf("%s in the third run: %s", third, e.Verdict)
		}
	}
}

func TestScenariosThatDoNotPassUnbrokenAreLeftOut(t *testing.T) {
	for name, second := range map[string]mutate.Outcome{"flaky": passed, "it fails as it is": noticed} {
		f := &fake{ending: func(what string, time int, _ mutate.Trial) mutate.Outcome {
			switch {
			case what == "a" && time == 1:
				return noticed
			case what == "a":
				return second
			}
			return passed
		}}
		e, r := run(t, f)
		if len(r.LeftOut) != 1 || r.LeftOut[0].Name != "a" || !strings.Contains(r.LeftOut[0].Why, name) {
			t.Errorf("%s: left out %+v", name, r.LeftOut)
		}
		if e.Verdict != mutate.Survived || len(e.Scenarios) != 1 || f.times["a x"] != 0 {
			t.Errorf("%s: %+v; tried %q", name, e, f.tried)
		}
	}
}

func TestWhatTheAPIServerRefusesIsNotRun(t *testing.T) {
	f := &fake{refuse: "spec.containers: Required value"}
	e, r := run(t, f)
	if e.Verdict != mutate.Invalid || e.Why != f.refuse || f.times["a x"] != 0 {
		t.Errorf("%+v; tried %q", e, f.tried)
	}
	if _, known := r.Score.Percent(); known {
		t.Errorf("score %v", r.Score)
	}
}

func TestWhatIsTheSameForTheAPIServerIsNotRun(t *testing.T) {
	f := &fake{same: true}
	e, _ := run(t, f)
	if e.Verdict != mutate.Equivalent || !strings.Contains(e.Why, "API server") || f.times["a x"] != 0 {
		t.Errorf("%+v; tried %q", e, f.tried)
	}
}

// TestOfMutantsThatAreAsTellingTheQuickerComesFirst: of two mutants with equal weight, the first has the slower scenario.
func TestOfMutantsThatAreAsTellingTheQuickerComesFirst(t *testing.T) {
	s := suite(t)
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		out := passed
		if out.Took = time.Second; strings.HasPrefix(what, "a") {
			out.Took = time.Minute
		}
		return out
	}}
	all := mutants(s, "slow", "quick", "telling")
	slow, quick := *s.Sources[0], *s.Sources[0]
	slow.Cases, quick.Cases = s.Cases[:1], s.Cases[1:]
	all[0].Source, all[1].Source, all[2].Source, all[2].Weight = &slow, &quick, &slow, 1
	m := mutate.Begin(s, all, mutate.Options{Limits: schedule.Limits{Most: 1}})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b", "a telling", "a telling", "b quick", "b quick", "a slow", "a slow"}; !slices.Equal(f.tried, want) {
		t.Errorf("tried %q, want %q", f.tried, want)
	}
}

// TestTurnsOfWhichNothingIsLearntTakeNoRoom: only scenarios that actually run ask for room on the machine.
func TestTurnsOfWhichNothingIsLearntTakeNoRoom(t *testing.T) {
	s := suite(t)
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		if strings.Contains(what, " ") {
			return noticed
		}
		return passed
	}}
	var asked atomic.Int64
	limits := schedule.Limits{Most: 1, Room: func() bool { asked.Add(1); return true }}
	m := mutate.Begin(s, mutants(s, "x", "y", "z"), mutate.Options{Limits: limits})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	if n := int(asked.Load()); n != len(f.tried) {
		t.Errorf("%d requests for room; tried %q", n, f.tried)
	}
}

func TestTheBudgetEndsTheBeginningOfMutants(t *testing.T) {
	s := suite(t)
	now := time.Now()
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		if what != "a" && what != "b" {
			now = now.Add(time.Minute)
		}
		return passed
	}}
	m := mutate.Begin(s, mutants(s, "x", "y", "z"), mutate.Options{
		Limits: schedule.Limits{Most: 1}, Budget: 5*time.Minute + time.Second, Now: func() time.Time { return now },
	})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	r := m.Report()
	if r.Score != (mutate.Score{Survived: 2, Untried: 1}) || r.Mutants[0].Once || !r.Mutants[1].Once {
		t.Errorf("%v: %+v", r.Score, r.Mutants)
	}
}
