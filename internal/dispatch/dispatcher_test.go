package dispatch_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/report"
)

// listener records its calls, without a lock of its own.
type listener struct {
	told       []string
	inside     int
	overlapped bool
	fails      error
	held       chan struct{} // closed when a note may return; nil does not block
	saw        chan string
}

func (l *listener) tell(what string) {
	if l.inside++; l.inside > 1 {
		l.overlapped = true
	}
	l.told = append(l.told, what)
	l.inside--
}

func (l *listener) RunStarted(*report.Run)                      { l.tell("run started") }
func (l *listener) ScenarioStarted(s *report.Scenario)          { l.tell(s.Name + " started") }
func (l *listener) StepStarted(*report.Scenario, *report.Step)  {}
func (l *listener) StepFinished(*report.Scenario, *report.Step) {}
func (l *listener) ScenarioFinished(s *report.Scenario)         { l.tell(s.Name + " " + string(s.Status)) }
func (l *listener) RunFinished(*report.Run) error               { l.tell("run finished"); return l.fails }

func (l *listener) Note(text string) {
	l.tell(text)
	if l.held != nil {
		l.saw <- "noted"
		<-l.held
	}
}

func (l *listener) StepSees(_ *report.Scenario, _ *report.Step, saw string) { l.saw <- saw }

// Concurrent events reach a listener one at a time, each with the scenario's state at that time. The race detector proves that
// the listener needs no lock.
func TestOneCallAtATime(t *testing.T) {
	l := &listener{}
	d := dispatch.New([]report.Listener{l})
	d.RunStarted(&report.Run{})
	var wg sync.WaitGroup
	for range 20 {
		s := &report.Scenario{Name: "x"}
		wg.Go(func() {
			d.Change(s, func() { s.Status = report.Passed }, func(l report.Listener) { l.ScenarioFinished(s) })
		})
	}
	wg.Wait()
	if err := d.RunFinished(&report.Run{}); err != nil {
		t.Error(err)
	}
	if len(l.told) != 22 || l.told[0] != "run started" || l.told[21] != "run finished" || l.overlapped {
		t.Errorf("told %q, overlapping: %v", l.told, l.overlapped)
	}
	for _, told := range l.told[1:21] {
		if told != "x passed" {
			t.Errorf("told %q", told)
		}
	}
}

// A report that cannot be written is an error of the run and does not prevent the others from being written.
func TestErrorsOfListenersAreJoined(t *testing.T) {
	disk, net := &listener{fails: errors.New("the disk is full")}, &listener{fails: errors.New("no route")}
	last := &listener{}
	err := dispatch.New([]report.Listener{disk, net, last}).RunFinished(&report.Run{})
	if !errors.Is(err, disk.fails) || !errors.Is(err, net.fails) || len(last.told) != 1 {
		t.Errorf("%v; the last listener got %q", err, last.told)
	}
}

// Observations of a waiting step come from the watches, which never wait for a listener that is busy.
func TestWhatIsSeenWaitsForNobody(t *testing.T) {
	l := &listener{held: make(chan struct{}), saw: make(chan string, 2)}
	d := dispatch.New([]report.Listener{l})
	var wg sync.WaitGroup
	wg.Go(func() { d.Note("slow") })
	if got := <-l.saw; got != "noted" {
		t.Fatal(got)
	}
	d.Sees(&report.Scenario{}, &report.Step{}, "0 of 3 pods")
	d.Sees(&report.Scenario{}, nil, "nobody waits")
	if got := <-l.saw; got != "0 of 3 pods" || len(l.saw) > 0 {
		t.Errorf("got %q", got)
	}
	close(l.held)
	wg.Wait()
}

// Warnings and notes belong to the running step. After the last step, a warning belongs to the clean-up, and notes are dropped.
func TestWarningsAndNotesOfSteps(t *testing.T) {
	step := &report.Step{Text: "a step"}
	s := &report.Scenario{Steps: []*report.Step{step}}
	var running atomic.Pointer[report.Step]
	d := dispatch.New(nil)
	warn, note := d.Warned(s, &running), d.Noted(s, &running)
	running.Store(step)
	warn("odd")
	note("first")
	note("second")
	running.Store(nil)
	warn("late")
	note("nobody")
	if step.Note != "first; second" || len(s.Warnings) != 2 {
		t.Fatalf("note %q, warnings %+v", step.Note, s.Warnings)
	}
	if s.Warnings[0].Text != "odd" || s.Warnings[1].Text != "late" || s.Warnings[0] == s.Warnings[1] {
		t.Errorf("warnings %+v", s.Warnings)
	}
}

// Once a value is known to be secret, nothing that is reported later contains it, neither for its scenario nor for the run.
func TestHiddenValuesAreTakenOut(t *testing.T) {
	l := &listener{}
	d := dispatch.New([]report.Listener{l})
	result := &report.Run{}
	s := &report.Scenario{Name: "x", Err: "the password is hunter2-of-ours"}
	d.Begin(&plan.Plan{}, result, nil)
	d.Hide(s, []string{"hunter2-of-ours"})
	d.Change(s, func() {}, func(report.Listener) {})
	d.Note("it is %s", "hunter2-of-ours")
	if strings.Contains(s.Err+l.told[0], "hunter2") || !strings.HasPrefix(s.Err, "the password is ") {
		t.Errorf("%q, %q", s.Err, l.told)
	}
	if found := d.Found(s, "hunter2-of-ours"); len(found) != 1 {
		t.Errorf("found %q", found)
	}
}

// TestTheSetUpKeepsItsSecrets: no scenario contains Secret values of a set-up, neither those in its manifests nor those
// generated during installation.
func TestTheSetUpKeepsItsSecrets(t *testing.T) {
	p, err := plan.Make(plan.Options{
		FS: fstest.MapFS{
			"features/a.feature": {Data: []byte("Feature: A\n  Scenario: written-down\n    Then pod \"written-down\" exists\n")},
			"gherkind.yaml":      {Data: []byte("setup: …\n")},
			"deploy/s.yaml":      {Data: []byte("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: written-down}\n")},
		},
		SetUp: &setup.SetUp{File: "gherkind.yaml", ID: "a", Entries: []setup.Entry{{Manifests: "deploy", Line: 4, Namespace: "shop"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{}
	d := dispatch.New([]report.Listener{l})
	result, models := p.Result()
	first, setUp := p.SetUpOf(plan.Group{})
	models[first] = setUp
	d.Begin(p, result, models)
	d.Learn(setUp, []*unstructured.Unstructured{{Object: map[string]any{"apiVersion": "v1", "kind": "Secret", "stringData": map[string]any{"b": "made-up"}}}})
	s := models[p.Pickles[0]]
	d.Change(s, func() { s.Err = "it printed made-up and written-down" }, func(report.Listener) {})
	d.Note("it printed made-up and written-down")
	for _, told := range []string{s.Err, s.Name, s.Steps[0].Text, result.Features[0].Text, l.told[0], d.Masked(&report.Scenario{}, "made-up written-down")} {
		if strings.Contains(told, "made-up") || strings.Contains(told, "written-down") {
			t.Errorf("told %q", told)
		}
	}
	other := dispatch.New(nil) // of a process that uses the set-up of this one
	result, models = p.Result()
	other.HideOfSetUp(d.HiddenOfSetUp())
	other.Begin(p, result, models)
	s = models[p.Pickles[0]]
	other.Change(s, func() { s.Err = "it printed made-up, bWFkZS11cA== and written-down" }, func(report.Listener) {})
	found := other.Found(s, "made-up")
	if strings.Contains(s.Err, "made-up") || strings.Contains(s.Err, "bWFkZS11cA==") || strings.Contains(s.Err, "written-down") || len(found) != 1 {
		t.Errorf("the other process told %q, and found %q", s.Err, found)
	}
}
