package formats

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestAdvice(t *testing.T) {
	run := &report.Run{Started: reporttest.Start, Ended: reporttest.Start.Add(time.Minute), Scenarios: []*report.Scenario{reporttest.Passed()}, Advice: []report.Advice{{
		URI: "features/x.feature", Line: 12, Step: `pod "web|<b>" is ready within 30s`,
		Needed: 27 * time.Second, Allowed: 30 * time.Second, Allow: time.Minute, Runs: 5,
	}}}
	var out strings.Builder
	if err := reporttest.Replay(terminal.NewWithClock(&out, terminal.Options{}, reporttest.Clock()), run, func() {}); err != nil {
		t.Fatal(err)
	}
	const said = "needed up to 27.0s of 30.0s allowed, in the last 5 runs; allow 1m"
	if want := "close to their limits:\n  features/x.feature:12: pod \"web|<b>\" is ready within 30s\n    " + said + "\n"; !strings.Contains(out.String(), want) {
		t.Errorf("the terminal shows\n%s", out.String())
	}
	for name, want := range map[string]string{
		"json":     `"neededSeconds": 27.000`,
		"html":     "<code>features/x.feature:12</code> pod &#34;web|&lt;b&gt;&#34; is ready within 30s: " + said,
		"markdown": "- <code>features/x.feature:12</code> pod &quot;web&#124;&lt;b&gt;&quot; is ready within 30s: " + said,
	} {
		path := filepath.Join(t.TempDir(), "report")
		for _, f := range All() {
			if f.Name != name {
				continue
			}
			if err := reporttest.Replay(f.Open(path), run, func() {}); err != nil {
				t.Fatal(err)
			}
			text := reporttest.ReadFile(t, path)
			checkers[name](t, run, text)
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s:\n%s", name, want, text)
			}
		}
	}
	run.Advice = append(run.Advice, make([]report.Advice, 20)...)
	out.Reset()
	if err := reporttest.Replay(terminal.NewWithClock(&out, terminal.Options{}, reporttest.Clock()), run, func() {}); err != nil || !strings.Contains(out.String(), "  and 11 more\n") {
		t.Errorf("%v: the terminal shows\n%s", err, out.String())
	}
}
