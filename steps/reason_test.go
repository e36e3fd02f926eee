package steps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/placeholder"
)

func TestJudgeReason(t *testing.T) {
	f := explain.Finding{Code: explain.PodOOMKilled, Sentence: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`}
	for _, c := range []struct {
		code placeholder.Code
		text string
		met  bool
	}{
		{explain.PodOOMKilled, "", true},
		{explain.PodOOMKilled, "limit of 100Mi", true},
		{explain.PodOOMKilled, "limit of 10Mi", false},
		{explain.PodCrashLoop, "", false},
	} {
		if err := judgeReason(f, c.code, c.text); (err == nil) != c.met {
			t.Errorf("%s %q: %v", c.code, c.text, err)
		}
	}
}

func TestSeveralReasons(t *testing.T) {
	pod := func(name, code, sentence string) explain.Unwell {
		return explain.Unwell{
			Subject:  explain.Subject{Kind: "Pod", Namespace: "n", Name: name},
			Findings: []explain.Finding{{Code: code, Sentence: sentence}, {Code: explain.WorkloadStuck}},
		}
	}
	a, b, c := pod("a", explain.PodOOMKilled, "limit of 1Mi"), pod("b", explain.PodOOMKilled, "limit of 2Mi"), pod("c", explain.PodImagePull, "no host")
	for _, x := range []struct {
		unwell []explain.Unwell
		text   string
		want   []string
	}{
		{nil, "", []string{"nothing that the scenario has made"}},
		{[]explain.Unwell{a, b}, "limit of", nil},
		{[]explain.Unwell{a, b}, "limit of 1Mi", []string{`pod "b": POD_OOM_KILLED: limit of 2Mi`}},
		{[]explain.Unwell{a, c}, "", []string{"several things", `pod "a": POD_OOM_KILLED: limit of 1Mi`, `pod "c": POD_IMAGE_PULL: no host`,
			`say which one is meant, as in: the reason of pod "a" is POD_OOM_KILLED`}},
	} {
		err := judgeReasons(x.unwell, explain.PodOOMKilled, x.text)
		if (err == nil) != (x.want == nil) {
			t.Errorf("%q: %v", x.text, err)
		}
		for _, want := range x.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v lacks %q", x.text, err, want)
			}
		}
	}
}

func TestAMissedReasonIsExplained(t *testing.T) {
	oom := explain.Unwell{
		Subject:  explain.Subject{Kind: "Pod", Namespace: "n", Name: "a"},
		Findings: []explain.Finding{{Code: explain.PodOOMKilled, Sentence: "killed", Hint: "raise it", Evidence: []string{"exit 137"}}},
	}
	about := &explain.Failure{Saw: "x", Code: explain.NodeNotReady, Why: "off"}
	for name, c := range map[string]struct {
		failure         *explain.Failure
		unwell          []explain.Unwell
		code, hint, saw string
	}{
		"something is unwell":   {&explain.Failure{Saw: "x"}, []explain.Unwell{oom}, explain.PodOOMKilled, "raise it", "x"},
		"nothing is":            {&explain.Failure{Saw: "x"}, nil, "", "assert the state itself", "x"},
		"it has a cause at all": {about, []explain.Unwell{oom}, explain.NodeNotReady, "", "x"},
	} {
		err := explained(fmt.Errorf("step: %w", c.failure), c.unwell)
		if err == nil || c.failure.Code != c.code || !strings.Contains(c.failure.Hint, c.hint) || c.failure.Saw != c.saw {
			t.Errorf("%s: %+v", name, c.failure)
		}
	}
	if err := explained(nil, []explain.Unwell{oom}); err != nil {
		t.Errorf("a step that passed: %v", err)
	}
}
