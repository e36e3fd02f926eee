package messages

import (
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestMessagesKnowTheSource: every scenario of a run has the pickle that the parser made from its file, and its values have the
// right positions.
func TestMessagesKnowTheSource(t *testing.T) {
	run := reporttest.FakeRun()
	m := New(t.TempDir() + "/m").(*messagesFile)
	if err := reporttest.Replay(m, run, func() {}); err != nil {
		t.Fatal(err)
	}
	for _, s := range run.Scenarios {
		if p := m.runs[s].pickle; len(p.AstNodeIds) == 0 || reporttest.OneLine(s.Name) != p.Name {
			t.Errorf("%s has the pickle %+v", s.Place(), p)
		}
	}
	step := &report.Step{Text: `豆荚🫛 "web"`, Values: []report.Value{{Type: "pod", Text: `"web"`, Start: len(`豆荚🫛 `)}}}
	if got := argumentsOf(step).StepMatchArguments[0].Group; got.Start != 5 || got.Value != `"web"` {
		t.Errorf("argument %+v", got)
	}
}
