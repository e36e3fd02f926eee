package engine

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/report/formats"
)

const (
	fromFile, inFeature, seenLater = "s3cr3t-of-a-file", "s3cr3t-of-a-feature", "s3cr3t-seen-later"

	secretFeature = `Feature: A feature with s3cr3t-of-a-feature
  Rule: A rule with s3cr3t-of-a-feature
    Scenario: A scenario with s3cr3t-of-a-feature
      Given the manifest "secret.yaml" is applied
      And this manifest is applied:
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: own}
        stringData: {password: s3cr3t-of-a-feature}
        """
      Then running "echo $PASSWORD" in pod "web" prints "s3cr3t-of-a-file"
    Scenario: Another
      Given the manifest "secret.yaml" is applied
`
	secretManifest = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: czNjcjN0LW9mLWEtZmlsZQ==}\n"
)

func secretPlan(t *testing.T) *plan.Plan {
	t.Helper()
	p, err := plan.Make(plan.Options{Paths: []string{"features/secret.feature:3"}, FS: fstest.MapFS{
		"features/secret.feature": {Data: []byte(secretFeature)}, "manifests/secret.yaml": {Data: []byte(secretManifest)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestValuesOfSecretsAreInNoReport puts a value into every text of a scenario, and looks for it in each format and on
// terminals.
func TestValuesOfSecretsAreInNoReport(t *testing.T) {
	dir := t.TempDir()
	var listeners []report.Listener
	for _, f := range formats.All() {
		l, err := formats.Parse(f.Name + ":" + filepath.Join(dir, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
	}
	var screen, live bytes.Buffer
	terminals := []*terminal.Terminal{
		terminal.New(&screen, terminal.Options{}), terminal.New(&live, terminal.Options{Live: true, Color: true, Width: 200}),
	}
	for _, terminal := range terminals {
		listeners = append(listeners, terminal)
	}
	shown := speakOfSecrets(t, dispatch.New(listeners))
	for _, terminal := range terminals {
		terminal.Ask(asFailed(shown), nil, "?", func() bool { return true })
		if err := terminal.Close(); err != nil {
			t.Fatal(err)
		}
	}
	outputs := map[string]string{"terminal": screen.String(), "live terminal": live.String(), "test": Text(shown)}
	for _, f := range formats.All() {
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		outputs[f.Name] = string(data)
	}
	for name, text := range outputs {
		for _, value := range []string{fromFile, inFeature, seenLater} {
			for _, form := range []string{value, base64.StdEncoding.EncodeToString([]byte(value))} {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("%s has %s: %s", name, form, text[max(0, at-80):min(len(text), at+80)])
				}
			}
		}
		if !strings.Contains(text, "a value of a Secret") {
			t.Errorf("%s does not say that it hides something:\n%s", name, text)
		}
	}
}

// speakOfSecrets reports a run with two attempts at one scenario, and returns the scenario.
func speakOfSecrets(t *testing.T, tell *dispatch.Dispatcher) *report.Scenario {
	t.Helper()
	p := secretPlan(t)
	result, models := p.Result()
	tell.Begin(p, result, models)
	s := models[p.Pickles[0]]
	told := "told " + fromFile + " and " + base64.StdEncoding.EncodeToString([]byte(inFeature)) + " and " + seenLater
	later := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Secret", "stringData": map[string]any{"x": seenLater}}}
	result.Started = time.Now()
	tell.RunStarted(result)
	for attempt := range 2 {
		tell.Change(s, func() { s.Started = time.Now() }, func(l report.Listener) { l.ScenarioStarted(s) })
		tell.Learn(s, []*unstructured.Unstructured{later})
		var running atomic.Pointer[report.Step]
		for _, step := range s.Steps {
			running.Store(step)
			tell.Change(s, func() { step.Started = time.Now() }, func(l report.Listener) { l.StepStarted(s, step) })
			tell.Sees(s, step, told)
			tell.Warned(s, &running)(told)
			tell.Noted(s, &running)(told)
			tell.Change(s, func() {
				step.Status, step.Err = report.Failed, told
				step.Failure = &explain.Failure{Step: step.Text, Want: told, Saw: told, Why: told, Code: "POD_CRASHED", Hint: told, Evidence: []string{told}, Err: errors.New(told)}
			}, func(l report.Listener) { l.StepFinished(s, step) })
		}
		var failed *report.Scenario
		tell.Change(s, func() {
			s.Status, s.Ended, s.Failure, s.Cleanup = report.Failed, time.Now(), s.Steps[0].Failure, []string{told}
			s.Lanes = []report.Lane{{Kind: "Pod", Name: "web", Marks: []report.Mark{{At: s.Started, Reason: told, Message: told, Warning: true}},
				Tracks: []report.Track{{Container: "app", Bars: []report.Bar{{Phase: report.Crashed, From: s.Started, To: time.Now(), Text: told}}}}}}
			if attempt == 0 {
				failed = s.TryAgain()
			} else {
				s.Failure, s.Steps[0].Failure = &explain.Failure{Err: errors.New(told)}, nil
			}
		}, func(l report.Listener) {
			if failed != nil {
				report.Retried(l, s, failed)
			} else {
				l.ScenarioFinished(s)
			}
		})
	}
	tell.Note("%s", told)
	result.Err, result.Ended = told, time.Now()
	result.Advice = []report.Advice{{URI: s.URI, Line: 4, Step: told, Needed: 9 * time.Second, Allowed: 10 * time.Second}}
	if err := tell.RunFinished(result); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestARecordingKeepsTheWords: a replay identifies steps by their text.
func TestARecordingKeepsTheWords(t *testing.T) {
	p := secretPlan(t)
	result, models := p.Result()
	tell := dispatch.New(nil)
	tell.Begin(p, result, models)
	s := models[p.Pickles[0]]
	if !strings.Contains(s.Steps[2].Text, kube.HiddenValue) || !strings.Contains(s.Name, kube.HiddenValue) || s.ID != p.Pickles[0].ID {
		t.Fatalf("%+v", s)
	}
	pickle, err := p.Pickle(s.ID)
	if err != nil || pickle.Steps[2].Text == s.Steps[2].Text || pickle.Name == s.Name {
		t.Errorf("%+v, %v", pickle, err)
	}
	if strings.Count(result.Features[0].Text, "\n") != strings.Count(secretFeature, "\n") {
		t.Errorf("the lines of the feature have moved:\n%s", result.Features[0].Text)
	}
}
