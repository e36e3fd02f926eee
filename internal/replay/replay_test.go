package replay

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
)

// recordingFile was recorded on a cluster: a pod that stays below its memory limit becomes Running, and the last step, which
// expects it to be killed, fails after 40 seconds.
const recordingFile = "../../scenarios/testdata/recordings/it-takes-more-memory-than-its-limit-it-takes-little-80b245.tgz"

func recording(t *testing.T) *bundle.Bundle {
	t.Helper()
	b, err := bundle.Read(recordingFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Steps) != 2 || !b.Steps[0].Acts || b.Steps[1].Status != "failed" {
		t.Fatalf("the recording has other steps: %+v", b.Steps)
	}
	b.Timeouts.Limit = 0 // the limits with which twins are recorded
	b.Files[b.Scenario.URI] = []byte(featureOf(b, written(b.Steps[0]), written(b.Steps[1])))
	return b
}

// written is a step as it is written in a feature.
func written(s bundle.Step) string {
	lines := strings.Split(s.Keyword+" "+s.Text, "\n")
	if s.Argument != "" {
		lines = append(lines, strings.Split(s.Argument, "\n")...)
	}
	return strings.Join(lines, "\n      ")
}

func featureOf(b *bundle.Bundle, steps ...string) string {
	return fmt.Sprintf("Feature: Memory\n  Scenario: %s\n    %s\n", b.Scenario.Name, strings.Join(steps, "\n    "))
}

// replayed replays a bundle, with another text of the feature unless text is empty.
func replayed(t *testing.T, b *bundle.Bundle, text string, o Options) (*report.Run, error) {
	t.Helper()
	dir := t.TempDir()
	o.Bundle = filepath.Join(dir, "bundle.tgz")
	if err := b.Write(o.Bundle); err != nil {
		t.Fatal(err)
	}
	if text != "" {
		o.Feature = filepath.Join(dir, "edited.feature")
		if err := os.WriteFile(o.Feature, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Run(t.Context(), o)
}

// TestEditedChecks: an edited check is judged by the recorded observations. If these are not enough it is undecided, and never
// passed.
func TestEditedChecks(t *testing.T) {
	b := recording(t)
	applied, failed := written(b.Steps[0]), written(b.Steps[1])
	for name, c := range map[string]struct {
		steps  []string
		status report.Status
		says   string
	}{
		"unchanged":                       {[]string{applied, failed}, report.Failed, "nothing that the scenario has made is unwell"},
		"a check that is met":             {[]string{applied, `Then pod "greedy" is Running within 30s`}, report.Passed, ""},
		"a check that is not met":         {[]string{applied, `Then pod "greedy" was OOMKilled within 5s`}, report.Failed, "Running"},
		"a timeout before it is met":      {[]string{applied, `Then pod "greedy" is Running within 100ms`}, report.Failed, "Pending"},
		"longer than the recording":       {[]string{applied, `Then pod "greedy" was OOMKilled within 5m`}, report.Pending, "the recording ends"},
		"a hold longer than it":           {[]string{applied, `Then pod "greedy" is Running within 30s for 5m`}, report.Pending, "the recording ends"},
		"another action":                  {[]string{strings.Replace(applied, "10M", "100M", 1), failed}, report.Pending, "is not what was done"},
		"one action more":                 {[]string{applied, `When pod "greedy" is deleted`}, report.Pending, "was not done while this was recorded"},
		"a check before the action":       {[]string{`Given pod "greedy" is Running within 30s`, applied}, report.Pending, `the recording contains "this manifest is applied:"`},
		"a command that was not recorded": {[]string{applied, `Then running "true" in container "hog" of pod "greedy" prints "x"`}, report.Pending, "was not asked"},
		"a kind that was not watched":     {[]string{applied, `Then configmap "greedy" does not exist`}, report.Pending, "no configmaps were watched"},
		"a node that would be stopped":    {[]string{applied, `When node "worker2" is powered off`}, report.Pending, "was not done while this was recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			text := featureOf(b, c.steps...)
			if strings.Contains(text, "powered off") {
				text = strings.Replace(text, "  Scenario:", "  @exclusive\n  Scenario:", 1)
			}
			result, err := replayed(t, b, text, Options{})
			if err != nil {
				t.Fatal(err)
			}
			s := result.Scenarios[0]
			said := s.Err
			if s.Failure != nil {
				said += s.Failure.Error()
			}
			if s.Status != c.status || !strings.Contains(said, c.says) {
				t.Errorf("got %s, want %s with %q:\n%s", s.Status, c.status, c.says, said)
			}
		})
	}
}

// TestResultOfAReplay: the result has the timestamps and the cluster of the recording, and says that it is a replay.
func TestResultOfAReplay(t *testing.T) {
	b, seen := recording(t), &calls{}
	result, err := replayed(t, b, "", Options{Version: "1.2.3", Listeners: []report.Listener{seen}})
	if err != nil {
		t.Fatal(err)
	}
	s := result.Scenarios[0]
	if result.ID != b.Run || result.Tool != "gherkind 1.2.3" || result.Cluster.Kubernetes != b.Cluster.Kubernetes || len(result.Cluster.Nodes) != len(b.Cluster.Nodes) ||
		!strings.HasPrefix(result.Cluster.How, "replayed from "+b.Scenario.Started.UTC().Format(time.DateTime)) {
		t.Errorf("got %+v", result)
	}
	if !s.Started.Equal(b.Scenario.Started) || s.Ended.After(b.Scenario.Ended) || s.Ended.Before(b.Steps[1].Started) {
		t.Errorf("from %s to %s, and the recording is from %s to %s", s.Started, s.Ended, b.Scenario.Started, b.Scenario.Ended)
	}
	if s.Failure == nil || !strings.HasSuffix(s.Failure.More, "bundle.tgz") || s.Namespaces[""] != b.Scenario.Namespaces[""] {
		t.Errorf("got %+v, %v", s.Failure, s.Namespaces)
	}
	want := "run scenario step step step step scenario run"
	if got := strings.Join(seen.names, " "); got != want {
		t.Errorf("listeners were called with %s, want %s", got, want)
	}
}

// calls records the calls of a listener.
type calls struct{ names []string }

func (c *calls) add(name string)                             { c.names = append(c.names, name) }
func (c *calls) RunStarted(*report.Run)                      { c.add("run") }
func (c *calls) ScenarioStarted(*report.Scenario)            { c.add("scenario") }
func (c *calls) StepStarted(*report.Scenario, *report.Step)  { c.add("step") }
func (c *calls) StepFinished(*report.Scenario, *report.Step) { c.add("step") }
func (c *calls) ScenarioFinished(*report.Scenario)           { c.add("scenario") }
func (c *calls) Note(string)                                 { c.add("note") }
func (c *calls) RunFinished(*report.Run) error               { c.add("run"); return nil }

// TestWithoutItsAnswer: an unchanged step takes its outcome from the recording if an answer is missing, and says so. Any other
// step is then undecided.
func TestWithoutItsAnswer(t *testing.T) {
	b := recording(t)
	b.Steps[1].Text, b.Steps[1].Status, b.Steps[1].Failure, b.Steps[1].Err = `the log of container "hog" of pod "greedy" contains "stress"`, "passed", nil, ""
	b.Files[b.Scenario.URI] = []byte(featureOf(b, written(b.Steps[0]), written(b.Steps[1])))
	var lacked []string
	o := Options{Lacked: func(s *report.Step, lacks string) { lacked = append(lacked, s.Text+": "+lacks) }}
	result, err := replayed(t, b, "", o)
	if err != nil {
		t.Fatal(err)
	}
	if s := result.Scenarios[0]; s.Status != report.Passed || len(lacked) != 1 || !strings.HasPrefix(lacked[0], b.Steps[1].Text) {
		t.Errorf("got %s, lacked %q", s.Status, lacked)
	}
	lacked = nil
	other := strings.Replace(written(b.Steps[1]), `"stress"`, `"dispatching"`, 1)
	result, err = replayed(t, b, featureOf(b, written(b.Steps[0]), other), o)
	if err != nil {
		t.Fatal(err)
	}
	if s := result.Scenarios[0]; s.Status != report.Pending || len(lacked) > 0 {
		t.Errorf("an edited step: got %s, lacked %q", s.Status, lacked)
	}
}

// TestScenarioIsFoundAgain: by its name and line, by its name alone, or as the only one of its feature.
func TestScenarioIsFoundAgain(t *testing.T) {
	b := recording(t)
	own := featureOf(b, written(b.Steps[0]), written(b.Steps[1]))
	other := "  Scenario: Another one\n    Then pod \"x\" is Running\n"
	renamed := strings.Replace(own, b.Scenario.Name, "A new name", 1)
	for name, c := range map[string]struct{ text, name, refused string }{
		"it has moved":             {"# a comment\n\n" + own, b.Scenario.Name, ""},
		"another one follows":      {own + "\n" + other, b.Scenario.Name, ""},
		"it is renamed, and alone": {renamed, "A new name", ""},
		"it is renamed":            {renamed + "\n" + other, "", "keep its name"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := replayed(t, b, c.text, Options{})
			if c.refused != "" {
				if usage := (*plan.UsageError)(nil); !errors.As(err, &usage) || !strings.Contains(err.Error(), c.refused) {
					t.Fatalf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s := result.Scenarios[0]; len(result.Scenarios) != 1 || s.Name != c.name || s.Status != report.Failed {
				t.Errorf("got %q, %s", s.Name, s.Status)
			}
		})
	}
}

// TestUnusable: a bundle or feature that cannot be replayed is a usage error without a result.
func TestUnusable(t *testing.T) {
	b, dir := recording(t), t.TempDir()
	damaged := filepath.Join(dir, "damaged.tgz")
	data, err := os.ReadFile(recordingFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{
		"no bundle":     {Bundle: filepath.Join(dir, "absent.tgz")},
		"half a bundle": {Bundle: damaged},
		"no feature":    {Bundle: recordingFile, Feature: filepath.Join(dir, "absent.feature")},
	} {
		result, err := Run(t.Context(), o)
		if usage := (*plan.UsageError)(nil); !errors.As(err, &usage) || result != nil {
			t.Errorf("%s: got %v, %v", name, result, err)
		}
	}
	for name, text := range map[string]string{
		"no Gherkin":      "Feature Memory\n",
		"a misspelt step": featureOf(b, `Then pod "greedy" is Runing`),
		"an unknown step": featureOf(b, `Then all is well`),
	} {
		result, err := replayed(t, b, text, Options{})
		if usage := (*plan.UsageError)(nil); !errors.As(err, &usage) || result != nil {
			t.Errorf("%s: got %v, %v", name, result, err)
		}
	}
}

// TestNextAction: recorded actions are taken in order, each once.
func TestNextAction(t *testing.T) {
	r := &replay{bundle: &bundle.Bundle{}}
	r.bundle.Steps = []bundle.Step{{Text: "first", Acts: true}, {Text: "a check"}, {Text: "second", Acts: true}}
	var taken []string
	for next := r.nextAction(); next != nil; next = r.nextAction() {
		taken = append(taken, next.Text)
		r.acted++
	}
	if !slices.Equal(taken, []string{"first", "second"}) {
		t.Errorf("got %q", taken)
	}
}
