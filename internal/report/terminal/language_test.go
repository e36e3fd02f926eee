package terminal

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

func inChinese(t *testing.T) *say.Language {
	t.Helper()
	l, err := say.In("zh-CN", Messages(), explain.Messages(), show.Messages(), report.Messages())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestInChinese(t *testing.T) {
	for name, opts := range map[string]Options{
		"plain-zh-CN.txt":  {Unicode: true},
		"narrow-zh-CN.txt": {Unicode: true, Width: 60},
		"colour-zh-CN.txt": {Unicode: true, Color: true, Width: 100},
	} {
		var out strings.Builder
		opts.Language = inChinese(t)
		if err := reporttest.Replay(NewWithClock(&out, opts, reporttest.Clock()), reporttest.FakeRun(), func() {}); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, name, strings.ReplaceAll(out.String(), "\x1b", "ESC"))
	}
}

// TestProgressInChinese: what a waiting step sees is translated, on a terminal and in a log.
func TestProgressInChinese(t *testing.T) {
	term := NewWithClock(&strings.Builder{}, Options{Live: true, Unicode: true, Width: 120, Language: inChinese(t)}, func() time.Time { return reporttest.Start })
	run := reporttest.FakeRun()
	term.RunStarted(run)
	term.ScenarioStarted(run.Scenarios[0])
	term.StepStarted(run.Scenarios[0], run.Scenarios[0].Steps[0])
	term.StepSees(run.Scenarios[0], run.Scenarios[0].Steps[0], "free or add a node")
	if live := strings.Join(term.liveLines(), "\n"); !strings.HasSuffix(live, " → 腾出或增加节点") {
		t.Error(live)
	}
	if beat := term.heartbeat(); !strings.Contains(beat, run.Scenarios[0].Name+"："+run.Scenarios[0].Steps[0].Keyword) || !strings.Contains(beat, " → 腾出或增加节点 (") {
		t.Error(beat)
	}
}

// TestLabelsAreAligned: all values of a block start in the same column, however wide the labels are.
func TestLabelsAreAligned(t *testing.T) {
	for _, l := range []*say.Language{nil, inChinese(t)} {
		for label := range coloursOf {
			if width := plaintext.Width((show.Told{In: l}).LabelStart(label)); width != show.LabelWidth {
				t.Errorf("%s: the label %q is %d columns wide", l.Tag(), l.Word(label), width)
			}
		}
	}
}
