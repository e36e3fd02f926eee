package formats

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/scenarios/report"
)

// checkers read reports as strictly as their consumers do, and fail the test if one is malformed, if a text is in the wrong
// place, or if its numbers are wrong.
var checkers = map[string]func(t testing.TB, r *report.Run, text string){
	"ctrf": checkCTRF, "github": checkGitHub, "html": reporttest.CheckHTML, "json": checkJSON, "junit": reporttest.CheckJUnit,
	"markdown": checkMarkdown, "messages": checkMessages, "shard": checkShard, "table": checkTable, "tap": checkTAP,
}

// every returns [All], and the page of this project, for which there is no flag.
func every() []Format {
	return append(All(), Format{Name: "table", Example: "table.md", Open: table.New})
}

// FuzzReports: whatever names, logs and messages contain, each format is well-formed at any time of a run, and has the same
// content.
func FuzzReports(f *testing.F) {
	for i, text := range reporttest.Hostile {
		f.Add(text, reporttest.Hostile[(i+7)%len(reporttest.Hostile)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, format := range every() {
			run := reporttest.HostileRun(a, b)
			path := filepath.Join(t.TempDir(), "report")
			check := func() {
				text, err := os.ReadFile(path)
				if err != nil {
					return // a table is only written at the end
				}
				checkText(t, format.Name, string(text))
				checkers[format.Name](t, run, string(text))
			}
			if err := reporttest.Replay(format.Open(path), run, func() {}); err != nil {
				t.Fatal(err)
			}
			check()
			l := format.Open(path)
			l.RunStarted(run)
			l.ScenarioFinished(run.Scenarios[1])
			check()
		}
	})
}

// checkText: no report contains anything that a terminal interprets. In messages, the source is unchanged.
func checkText(t testing.TB, format, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Fatalf("%s: not UTF-8", format)
	}
	for _, r := range text {
		author := format == "messages" && r >= 0x7f
		if !author && (r < ' ' && r != '\n' || r >= 0x7f && r <= 0x9f || r == 0xfffe || r == 0xffff) {
			t.Fatalf("%s: character %q", format, r)
		}
	}
}

// TestReportsAreValidAtAnyTime reads the file after every call, as a CI system would
// if the run were killed there.
func TestReportsAreValidAtAnyTime(t *testing.T) {
	for _, format := range every() {
		t.Run(format.Name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "report")
			run := reporttest.FakeRun()
			err := reporttest.Replay(format.Open(path), run, func() {
				if text, err := os.ReadFile(path); err == nil {
					checkers[format.Name](t, run, string(text))
				} else if format.Name != "table" {
					t.Fatal(err)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
				t.Errorf("left in the folder: %v, %v", left, err)
			}
		})
	}
}

// killedRun is what a listener knows about a run that is killed: two scenarios have ended, two are running, two have not
// started.
func killedRun(l report.Listener) *report.Run {
	run := reporttest.FakeRun()
	run.Ended = time.Time{}
	for _, s := range run.Scenarios[2:] {
		s.Status, s.Err, s.Ended, s.Cleanup = "", "", time.Time{}, nil
		for _, step := range s.Steps {
			step.Status, step.Err, step.Duration = "", "", 0
		}
	}
	for _, s := range run.Scenarios[4:] {
		s.Started = time.Time{}
	}
	l.RunStarted(run)
	for _, s := range run.Scenarios[:4] {
		l.ScenarioStarted(s)
	}
	l.ScenarioFinished(run.Scenarios[0])
	l.ScenarioFinished(run.Scenarios[1])
	return run
}

// TestKilledRun: every format shows what the run did not reach.
func TestKilledRun(t *testing.T) {
	for _, format := range All() {
		t.Run(format.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report")
			run := killedRun(format.Open(path))
			text := reporttest.ReadFile(t, path)
			checkers[format.Name](t, run, text)
			reporttest.Golden(t, "killed."+format.Name, reporttest.Anywhere(text))
		})
	}
}

// TestReportsStaySmall: a hundred failures with megabytes of text make no large report, and each says that something was left
// out.
func TestReportsStaySmall(t *testing.T) {
	limits := map[string]int{
		"ctrf": 11 << 20, "github": show.MaxAnnotations * 3 * 5 * show.MaxText, "html": 10 << 20, "json": 12 << 20, "junit": 100 * (show.MaxBody + 3*show.MaxItems*show.MaxItem + 8*show.MaxAttr),
		"markdown": 1 << 20, "messages": 8 << 20, "shard": 24 << 20, "table": 100 * 8 * show.MaxAttr, "tap": 8 << 20,
	}
	for _, format := range every() {
		t.Run(format.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report")
			run := hugeRun(100)
			l := format.Open(path)
			l.RunStarted(run)
			if err := l.RunFinished(run); err != nil {
				t.Fatal(err)
			}
			text := reporttest.ReadFile(t, path)
			checkers[format.Name](t, run, text)
			t.Logf("%d KiB", len(text)>>10)
			if len(text) > limits[format.Name] {
				t.Errorf("%d bytes, more than %d", len(text), limits[format.Name])
			}
			if !strings.Contains(text, " more)") && !strings.Contains(text, "Left out") {
				t.Error("the report does not say that something was left out")
			}
		})
	}
}

// hugeRun is a run with this many failures, each with texts of a megabyte that need escapes.
func hugeRun(scenarios int) *report.Run {
	log := strings.Repeat("\x1b[31m<b>&|`\"\n", 1<<20/12)
	run := &report.Run{Started: reporttest.Start, Ended: reporttest.Start.Add(time.Minute)}
	for i := range scenarios {
		s := reporttest.OOMKilled()
		s.URI, s.Line = fmt.Sprintf("features/f%d.feature", i/10), i+1
		s.Name, s.Tags = log, []string{"@A1", log}
		s.Failure = &explain.Failure{Want: log, Saw: log, Code: "LOG", Why: log, Hint: log, More: log}
		for range 100 {
			s.Failure.Evidence = append(s.Failure.Evidence, log)
			s.Cleanup = append(s.Cleanup, log)
			s.Warnings = append(s.Warnings, report.Warning{Step: s.Steps[0], Text: log})
		}
		for _, step := range s.Steps {
			step.Text, step.Argument = log, log
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	return run
}
