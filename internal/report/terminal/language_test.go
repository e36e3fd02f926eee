package terminal

import (
	"strings"
	"testing"

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
