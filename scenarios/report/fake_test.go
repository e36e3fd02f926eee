package report

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/goldenfile"
)

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	goldenfile.Equal(t, filepath.Join("testdata", name), got)
}

var start = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// fakeRun is a run with a scenario of each kind. Everything in it has its final state;
// replay tells of it as if it happened.
func fakeRun() *Run {
	r := &Run{
		ID: "7f3a", Started: start, Ended: start.Add(41200 * time.Millisecond), Tool: "gherkind v0.1.0",
		Cluster: Cluster{
			Name: "gherkind", Kubernetes: "v1.37.2", How: "reused",
			Nodes:  []string{"gherkind-control-plane", "gherkind-worker"},
			Images: map[string]string{"nginx": "gherkind/nginx:1"},
		},
	}
	r.Scenarios = []*Scenario{passed(), oomKilled(), errored(), chinese(), spoilt(), notRun()}
	r.Definitions = []Definition{{"manifest-is-applied", "the manifest {manifest} is applied"}, {"pod-has-status", "pod {pod} is {status}"}}
	for _, s := range r.Scenarios {
		for _, step := range s.Steps {
			if before, status, ok := strings.Cut(step.Text, `"memory-hog" is `); ok {
				step.Definition = "pod-has-status"
				at := len(before)
				step.Values = []Value{{"pod", `"memory-hog"`, at}, {"status", status[:7], at + len(`"memory-hog" is `)}}
			}
		}
	}
	r.Features = featuresOf(r)
	return r
}

// featuresOf writes files that have the scenarios and their steps at their lines.
func featuresOf(r *Run) []Feature {
	lines := map[string]map[int]string{}
	var features []Feature
	for _, s := range r.Scenarios {
		file := lines[s.URI]
		if file == nil {
			file = map[int]string{2: "Feature: " + oneLine(s.Feature)}
			lines[s.URI] = file
			features = append(features, Feature{URI: s.URI})
		}
		if s.Rule != "" {
			file[s.Line-1] = "Rule: " + oneLine(s.Rule)
		}
		file[s.Line] = "  Scenario: " + oneLine(s.Name)
		for _, step := range s.Steps {
			file[step.Line] = "    " + oneLine(step.Keyword+" "+step.Text)
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

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func passed() *Scenario {
	s := scenario("Taints", "The control plane takes no business pods", "features/cluster/taint.feature", 7)
	s.Tags = []string{"@C1", "@fast"}
	s.Waited = 1500 * time.Millisecond
	s.Ended = s.Started.Add(2345 * time.Millisecond)
	s.Status = Passed
	s.Steps = []*Step{
		{Keyword: "Given", Text: "the manifest is applied:", Line: 8, Status: Passed, Duration: 300 * time.Millisecond, Argument: "kind: Pod\nmetadata:\n  name: web\n"},
		{Keyword: "Then", Text: `pod "web" is Running`, Line: 13, Status: Passed, Duration: 2 * time.Second},
	}
	return s
}

func oomKilled() *Scenario {
	s := scenario("Memory", "A container above its limit is killed", "features/pods/memory.feature", 12)
	s.Rule = "Limits hold"
	s.Namespaces = map[string]string{"": "gk-7f3a-1", "mem2": "gk-7f3a-1-mem2"}
	s.Status, s.Ended, s.Kept = Failed, s.Started.Add(31*time.Second), true
	s.Bundle = ".gherkind/last/memory-hog/"
	failure := &explain.Failure{
		Want: `pod "memory-hog" Running within 30s`, Saw: "OOMKilled (3 restarts), last change 2.1s ago",
		Code: "POD_OOM_KILLED", Why: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`,
		Evidence: []string{`pod/memory-hog status.containerStatuses[0] "ctr": OOMKilled, exit 137, 2s ago; 3 restarts`},
		Hint:     "raise resources.limits.memory, or assert the OOMKilled status if that is what you expect",
	}
	s.Failure = failure
	s.Steps = []*Step{
		{Keyword: "Given", Text: `the manifest "memory.yaml" is applied`, Line: 13, Status: Passed, Duration: 400 * time.Millisecond},
		{Keyword: "Then", Text: `pod "memory-hog" is Running within 30s`, Line: 14, Status: Failed, Duration: 30 * time.Second, Failure: failure},
		{Keyword: "And", Text: `pod "memory-hog" never restarts`, Line: 15, Status: Skipped},
	}
	return s
}

// errored fails with a plain error that holds what a hostile pod could write.
func errored() *Scenario {
	s := scenario("Memory", "A name with \x1b[2J and ]]> in it", "features/pods/memory.feature", 30)
	s.Status, s.Ended = Failed, s.Started.Add(400*time.Millisecond)
	s.Cleanup = []string{"uncordon node \"worker2\": connection refused"}
	s.Steps = []*Step{{
		Keyword: "When", Text: "I run \x9b31m it", Line: 31, Status: Failed,
		Err: "command failed:\n\x1b]0;title\x07 <script>alert(1)</script> ]]> \xff\xfe end",
	}}
	return s
}

func chinese() *Scenario {
	s := scenario("内存", "内存超过限制的容器会被杀死并且重新启动，直到它进入退避状态", "features/zh/内存.feature", 5)
	s.Status, s.Ended = Passed, s.Started.Add(12*time.Second)
	s.Steps = []*Step{{Keyword: "那么", Text: `pod "web" 的状态是 Running`, Line: 6, Status: Passed, Duration: time.Second}}
	return s
}

func spoilt() *Scenario {
	s := scenario("Services", "A NodePort answers on every node", "features/services/nodeport.feature", 3)
	s.Status, s.Ended = Failed, s.Started.Add(time.Second)
	s.Err = "create namespace gk-7f3a-4: the server is currently unable to handle the request"
	s.Steps = []*Step{{Keyword: "Given", Text: "a cluster", Line: 4, Status: Skipped}}
	return s
}

func notRun() *Scenario {
	s := scenario("Services", "A LoadBalancer stays pending", "features/services/nodeport.feature", 9)
	s.Started = time.Time{}
	s.Status = Skipped
	s.Steps = []*Step{{Keyword: "Given", Text: "a cluster", Line: 10, Status: Skipped}}
	return s
}

func scenario(feature, name, uri string, line int) *Scenario {
	return &Scenario{ID: uri, Feature: feature, Name: name, URI: uri, Line: line, Started: start.Add(time.Second)}
}

// replay tells a listener of the run. Each call of between comes after a call of l.
func replay(l Listener, r *Run, between func()) error {
	tell := func(call func()) { call(); between() }
	tell(func() { l.RunStarted(r) })
	for _, s := range r.Scenarios {
		if s.Started.IsZero() {
			continue
		}
		tell(func() { l.ScenarioStarted(s) })
		for _, step := range s.Steps {
			tell(func() { l.StepStarted(s, step) })
			if w, ok := l.(Watcher); ok {
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
