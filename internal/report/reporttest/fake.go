// Package reporttest has what the tests of several formats share: runs to report, a way to replay them to listeners, and parsers
// that are as strict as those of other tools. Only tests import it.
package reporttest

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Golden compares got with testdata/name.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	goldenfile.Equal(t, filepath.Join("testdata", name), got)
}

// Start is the start of all runs in tests.
var Start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// FakeRun returns a run with a scenario of each kind. Everything in it has its final state; Replay notifies a listener of it step
// by step.
func FakeRun() *report.Run {
	r := &report.Run{
		ID: "7f3a", Started: Start, Ended: Start.Add(41200 * time.Millisecond), Tool: "gherkind v0.1.0",
		Cluster: report.Cluster{
			Name: "gherkind", Kubernetes: "v1.37.2", How: "reused",
			Nodes:  []string{"gherkind-control-plane", "gherkind-worker"},
			Images: map[string]string{"nginx": "gherkind/nginx:1"},
		},
	}
	r.Scenarios = []*report.Scenario{Passed(), OOMKilled(), errored(), chinese(), Infrastructure(), notRun()}
	r.Definitions = []report.Definition{{Name: "manifest-is-applied", Pattern: "the manifest {manifest} is applied"}, {Name: "pod-has-status", Pattern: "pod {pod} is {status}"}}
	for _, s := range r.Scenarios {
		for _, step := range s.Steps {
			if before, status, ok := strings.Cut(step.Text, `"memory-hog" is `); ok {
				step.Definition = "pod-has-status"
				at := len(before)
				step.Values = []report.Value{{Type: "pod", Text: `"memory-hog"`, Start: at}, {Type: "status", Text: status[:7], Start: at + len(`"memory-hog" is `)}}
			}
		}
	}
	r.Features = FeaturesOf(r)
	return r
}

// FeaturesOf returns files that have the scenarios and their steps at their lines.
func FeaturesOf(r *report.Run) []report.Feature {
	lines := map[string]map[int]string{}
	var features []report.Feature
	for _, s := range r.Scenarios {
		file := lines[s.URI]
		if file == nil {
			file = map[int]string{2: "Feature: " + OneLine(s.Feature)}
			lines[s.URI] = file
			features = append(features, report.Feature{URI: s.URI})
		}
		if s.Rule != "" {
			file[s.Line-1] = "Rule: " + OneLine(s.Rule)
		}
		file[s.Line] = "  Scenario: " + OneLine(s.Name)
		for _, step := range s.Steps {
			file[step.Line] = "    " + OneLine(step.Keyword+" "+step.Text)
			if strings.Contains(step.Keyword, "那么") {
				file[1], file[2], file[s.Line] = "# language: zh-CN", "功能: "+s.Feature, "  场景: "+s.Name
			}
		}
	}
	for i, f := range features {
		for line := 1; line <= slices.Max(slices.Collect(maps.Keys(lines[f.URI]))); line++ {
			features[i].Text += lines[f.URI][line] + "\n"
		}
	}
	return features
}

// OneLine returns text without line breaks.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Passed returns a scenario that passed.
func Passed() *report.Scenario {
	s := Scenario("Taints", "The control plane takes no business pods", "features/cluster/taint.feature", 7)
	s.Tags = []string{"@C1", "@fast"}
	s.Waited = 1500 * time.Millisecond
	s.Ended = s.Started.Add(2345 * time.Millisecond)
	s.Status = report.Passed
	s.Steps = []*report.Step{
		{Keyword: "Given", Text: "the manifest is applied:", Line: 8, Status: report.Passed, Duration: 300 * time.Millisecond, Argument: "kind: Pod\nmetadata:\n  name: web\n"},
		{Keyword: "Then", Text: `pod "web" is Running`, Line: 13, Status: report.Passed, Duration: 2 * time.Second},
	}
	return s
}

// OOMKilled returns a scenario that failed, with a complete explanation.
func OOMKilled() *report.Scenario {
	s := Scenario("Memory", "A container above its limit is killed", "features/pods/memory.feature", 12)
	s.Rule = "Limits hold"
	s.Namespaces = map[string]string{"": "gk-7f3a-1", "mem2": "gk-7f3a-1-mem2"}
	s.Status, s.Ended, s.Kept = report.Failed, s.Started.Add(31*time.Second), true
	s.Bundle = ".gherkind/last/memory-hog/"
	failure := &explain.Failure{
		Want: `pod "memory-hog" Running within 30s`, Saw: "OOMKilled (3 restarts), last change 2.1s ago",
		Code: "POD_OOM_KILLED", Why: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`,
		Evidence: []string{`pod/memory-hog status.containerStatuses[0] "ctr": OOMKilled, exit 137, 2s ago; 3 restarts`},
		Hint:     "raise resources.limits.memory, or assert the OOMKilled status if that is what you expect",
	}
	s.Failure = failure
	s.Steps = []*report.Step{
		{Keyword: "Given", Text: `the manifest "memory.yaml" is applied`, Line: 13, Status: report.Passed, Duration: 400 * time.Millisecond},
		{Keyword: "Then", Text: `pod "memory-hog" is Running within 30s`, Line: 14, Status: report.Failed, Duration: 30 * time.Second, Failure: failure},
		{Keyword: "And", Text: `pod "memory-hog" never restarts`, Line: 15, Status: report.Skipped},
	}
	return s
}

// errored returns a scenario that failed with a plain error, with texts that a hostile pod could write.
func errored() *report.Scenario {
	s := Scenario("Memory", "A name with \x1b[2J and ]]> in it", "features/pods/memory.feature", 30)
	s.Status, s.Ended = report.Failed, s.Started.Add(400*time.Millisecond)
	s.Cleanup = []string{"uncordon node \"worker2\": connection refused"}
	s.Steps = []*report.Step{{
		Keyword: "When", Text: "I run \x9b31m it", Line: 31, Status: report.Failed,
		Err: "command failed:\n\x1b]0;title\x07 <script>alert(1)</script> ]]> \xff\xfe end",
	}}
	return s
}

func chinese() *report.Scenario {
	s := Scenario("内存", "内存超过限制的容器会被杀死并且重新启动，直到它进入退避状态", "features/zh/内存.feature", 5)
	s.Status, s.Ended = report.Passed, s.Started.Add(12*time.Second)
	s.Steps = []*report.Step{{Keyword: "那么", Text: `pod "web" 的状态是 Running`, Line: 6, Status: report.Passed, Duration: time.Second}}
	return s
}

// Infrastructure returns a scenario that failed because of the cluster.
func Infrastructure() *report.Scenario {
	s := Scenario("Services", "A NodePort answers on every node", "features/services/nodeport.feature", 3)
	s.Status, s.Ended = report.Failed, s.Started.Add(time.Second)
	s.Err = "create namespace gk-7f3a-4: the server is currently unable to handle the request"
	s.Steps = []*report.Step{{Keyword: "Given", Text: "a cluster", Line: 4, Status: report.Skipped}}
	return s
}

func notRun() *report.Scenario {
	s := Scenario("Services", "A LoadBalancer stays pending", "features/services/nodeport.feature", 9)
	s.Started = time.Time{}
	s.Status = report.Skipped
	s.Steps = []*report.Step{{Keyword: "Given", Text: "a cluster", Line: 10, Status: report.Skipped}}
	return s
}

// Scenario returns a scenario that was started and has no steps yet.
func Scenario(feature, name, uri string, line int) *report.Scenario {
	return &report.Scenario{ID: uri, Feature: feature, Name: name, URI: uri, Line: line, Started: Start.Add(time.Second)}
}

// Replay notifies a listener of the run. It calls between after each call of l.
func Replay(l report.Listener, r *report.Run, between func()) error {
	tell := func(call func()) { call(); between() }
	tell(func() { l.RunStarted(r) })
	for _, s := range r.Scenarios {
		if s.Started.IsZero() {
			continue
		}
		tell(func() { l.ScenarioStarted(s) })
		for _, step := range s.Steps {
			tell(func() { l.StepStarted(s, step) })
			if w, ok := l.(report.Watcher); ok {
				tell(func() { w.StepSees(s, step, "Pending, 0/1 ready\x1b[2J") })
			}
			tell(func() { l.StepFinished(s, step) })
		}
		tell(func() { l.ScenarioFinished(s) })
	}
	tell(func() { l.Note("namespace gk-7f3a-1 is kept") })
	err := l.RunFinished(r)
	between()
	return err
}

// ReadFile returns the content of a file.
func ReadFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// HostileRun returns a run with the two texts in every field that users or pods can choose.
func HostileRun(a, b string) *report.Run {
	run := FakeRun()
	run.Tool, run.ID, run.Err, run.Cluster.How = a, b, b, a
	run.Cluster.Images = map[string]string{a: b}
	for _, s := range run.Scenarios {
		s.Name, s.Feature, s.Rule, s.URI = a, b, a, b
		s.Tags, s.Cleanup, s.Bundle = []string{a, b}, []string{a, b}, b
		s.Warnings = []report.Warning{{Text: a}, {Step: s.Steps[0], Text: b}}
		s.Namespaces = map[string]string{a: b}
		if s.Err != "" {
			s.Err = a
		}
		for _, step := range s.Steps {
			step.Keyword, step.Text, step.Err, step.Argument = a, b, a, b
			step.Definition, step.Values = b, []report.Value{{Type: a, Text: b, Start: len(b)}}
		}
		if f := s.Failure; f != nil {
			f.Want, f.Saw, f.Why, f.Code, f.Hint, f.More, f.Evidence = a, b, a, b, a, b, []string{a, b, a, b, a, b}
		}
	}
	run.Features = hostileFeatures(run, a)
	return run
}

// hostileFeatures returns features with the text in places where the parser accepts it, and where it does not.
func hostileFeatures(run *report.Run, text string) []report.Feature {
	tame := FakeRun()
	for _, s := range tame.Scenarios {
		s.Name, s.Feature = text, text
	}
	return append(FeaturesOf(tame), FeaturesOf(run)...)
}

// Clock returns a clock that advances by 300 ms on each reading.
func Clock() func() time.Time {
	now := Start
	return func() time.Time {
		now = now.Add(300 * time.Millisecond)
		return now
	}
}

// Hostile has texts that have a special meaning in one of the formats, for a terminal or for a parser.
var Hostile = []string{
	"plain", "", " ", "\x00\x01\x1b[31mred\x1b[0m\x07\x9b2J\r\n", "]]>", "a]]", ">b]]>]]>", "<script>alert(1)</script>",
	"</pre></details><img src=x onerror=alert(1)>", "\xff\xfe\xc3\x28", "\ufffe\uffff\ufeff\u2028\u2029\u202e",
	"::error file=a,line=1::pwned\n::error::pwned\n  ::set-output name=a::b", "##[error]pwned\n::stop-commands::x", "%0A::error::x%25",
	"...\n---\n  ...\nok 7\nnot ok 8\n1..9\nBail out!", "# SKIP all\\# TODO", "- a\n: b\n? c\n&d *e !f |\n  g", "`a``b```c\n```\n| x | y |\n|---|---|",
	"[a](javascript:alert(1)) ![b](c) <http://d> https://e.f www.g.h @i #1 &lt; &#60; *j* _k_ ~~l~~ $m$", "</failure></testcase>&amp;\"'",
	`{"a":1}` + "\n{}", "=cmd|' /C calc'!A0", strings.Repeat("x", 100_000), strings.Repeat("中\n", 20_000), strings.Repeat("\"&<`|\x1b", 20_000),
}

// Anywhere returns a report without what depends on the machine.
func Anywhere(text string) string {
	if strings.HasPrefix(text, "<!DOCTYPE html>") {
		return text[strings.Index(text, "<body"):strings.LastIndex(text, "<script>")] // style and script are tested as separate files
	}
	return strings.NewReplacer(`{"name":"`+runtime.GOOS+`"}`, `{"name":"linux"}`, `{"name":"`+runtime.GOARCH+`"}`, `{"name":"amd64"}`).Replace(text)
}
