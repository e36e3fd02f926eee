package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gherkind/gherkind/internal/explain"
)

// checkers read what a format has written as strictly as its consumers do, and fail
// the test when it is not well-formed, when a text got out of its place, or when the
// numbers in it are wrong.
var checkers = map[string]func(t testing.TB, r *Run, text string){
	"ctrf": checkCTRF, "github": checkGitHub, "html": checkHTML, "json": checkJSON, "junit": checkJUnit,
	"markdown": checkMarkdown, "messages": checkMessages, "table": checkTable, "tap": checkTAP,
}

// hostile are texts that mean something in one of the formats, to a terminal or to a
// parser.
var hostile = []string{
	"plain", "", " ", "\x00\x01\x1b[31mred\x1b[0m\x07\x9b2J\r\n", "]]>", "a]]", ">b]]>]]>", "<script>alert(1)</script>",
	"</pre></details><img src=x onerror=alert(1)>", "\xff\xfe\xc3\x28", "\ufffe\uffff\ufeff\u2028\u2029\u202e",
	"::error file=a,line=1::pwned\n::error::pwned\n  ::set-output name=a::b", "##[error]pwned\n::stop-commands::x", "%0A::error::x%25",
	"...\n---\n  ...\nok 7\nnot ok 8\n1..9\nBail out!", "# SKIP all\\# TODO", "- a\n: b\n? c\n&d *e !f |\n  g", "`a``b```c\n```\n| x | y |\n|---|---|",
	"[a](javascript:alert(1)) ![b](c) <http://d> https://e.f www.g.h @i #1 &lt; &#60; *j* _k_ ~~l~~ $m$", "</failure></testcase>&amp;\"'",
	`{"a":1}` + "\n{}", "=cmd|' /C calc'!A0", strings.Repeat("x", 100_000), strings.Repeat("中\n", 20_000), strings.Repeat("\"&<`|\x1b", 20_000),
}

// FuzzReports: whatever names, logs and messages hold, each format stays well-formed at
// any time of a run, and says the same.
func FuzzReports(f *testing.F) {
	for i, text := range hostile {
		f.Add(text, hostile[(i+7)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, format := range Formats() {
			run := hostileRun(a, b)
			path := filepath.Join(t.TempDir(), "report")
			check := func() {
				text, err := os.ReadFile(path)
				if err != nil {
					return // a table is only written at the end
				}
				checkText(t, format.Name, string(text))
				checkers[format.Name](t, run, string(text))
			}
			if err := replay(format.open(path), run, func() {}); err != nil {
				t.Fatal(err)
			}
			check()
			l := format.open(path)
			l.RunStarted(run)
			l.ScenarioFinished(run.Scenarios[1])
			check()
		}
	})
}

// checkText: nothing that a terminal obeys is in any report. In messages, the source is as its
// author wrote it.
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
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "report")
			run := fakeRun()
			err := replay(format.open(path), run, func() {
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

// killedRun is what a listener knows of a run that is killed: two scenarios have
// ended, two are running, two have not started.
func killedRun(l Listener) *Run {
	run := fakeRun()
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

// TestKilledRun: every format but the table tells what a run did not get to.
func TestKilledRun(t *testing.T) {
	for _, format := range Formats() {
		if format.Name == "table" {
			continue
		}
		t.Run(format.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report")
			run := killedRun(format.open(path))
			text := readFile(t, path)
			checkers[format.Name](t, run, text)
			golden(t, "killed."+format.Name, anywhere(text))
		})
	}
}

// TestReportsStaySmall: a hundred failures that hold megabytes make no big report, and
// each says that it left something out.
func TestReportsStaySmall(t *testing.T) {
	limits := map[string]int{
		"ctrf": 11 << 20, "github": maxAnnotations * 3 * 5 * maxText, "html": 10 << 20, "json": 12 << 20, "junit": 100 * (maxBody + 3*maxItems*maxItem + 8*maxAttr),
		"markdown": 1 << 20, "messages": 8 << 20, "table": 100 * 8 * maxAttr, "tap": 8 << 20,
	}
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "report")
			run := hugeRun(100)
			l := format.open(path)
			l.RunStarted(run)
			if err := l.RunFinished(run); err != nil {
				t.Fatal(err)
			}
			text := readFile(t, path)
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

// hugeRun has so many failures, each with texts of a megabyte that need escapes.
func hugeRun(scenarios int) *Run {
	log := strings.Repeat("\x1b[31m<b>&|`\"\n", 1<<20/12)
	run := &Run{Started: start, Ended: start.Add(time.Minute)}
	for i := range scenarios {
		s := oomKilled()
		s.URI, s.Line = fmt.Sprintf("features/f%d.feature", i/10), i+1
		s.Name, s.Tags = log, []string{"@A1", log}
		s.Failure = &explain.Failure{Want: log, Saw: log, Code: "LOG", Why: log, Hint: log, More: log}
		for range 100 {
			s.Failure.Evidence = append(s.Failure.Evidence, log)
			s.Cleanup = append(s.Cleanup, log)
			s.Warnings = append(s.Warnings, Warning{s.Steps[0], log})
		}
		for _, step := range s.Steps {
			step.Text, step.Argument = log, log
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	return run
}
