package formats

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/terminal"
)

// TestManyWarnings: the terminal says how many more there are, and which report contains them.
func TestManyWarnings(t *testing.T) {
	run := reporttest.FakeRun()
	s := run.Scenarios[0]
	for i := range 14 {
		s.Warn(s.Steps[1], fmt.Sprintf("warning number %d", i+1))
	}
	var out strings.Builder
	if err := reporttest.Replay(terminal.NewWithClock(&out, terminal.Options{}, reporttest.Clock()), run, func() {}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "warning number 10\n") || strings.Contains(out.String(), "warning number 11") || !strings.Contains(out.String(), "… (4 more; --report json:FILE has 30)") {
		t.Error(out.String())
	}
	path := filepath.Join(t.TempDir(), "report")
	format := named("json")
	if err := reporttest.Replay(format.Open(path), run, func() {}); err != nil {
		t.Fatal(err)
	}
	if text := reporttest.ReadFile(t, path); !strings.Contains(text, "warning number 14") {
		t.Error(text)
	}
}

// TestWarnings: every format shows the warnings of steps that passed, and of the clean-up.
func TestWarnings(t *testing.T) {
	run := reporttest.FakeRun()
	s := run.Scenarios[0]
	s.Warn(s.Steps[1], `no pod is called "wbe"; nearest: "web"`)
	s.Warn(s.Steps[1], `no pod is called "wbe"; nearest: "web"`) // reported twice, shown once
	s.Warn(nil, "a finalizer was taken away")
	if run.Warnings() != 2 {
		t.Fatalf("%d warnings: %v", run.Warnings(), s.Warnings)
	}
	for name, want := range map[string][]string{
		"ctrf":     {`"text": "no pod is called \"wbe\"; nearest: \"web\""`, `"line": 13`},
		"github":   {`::warning file=features/cluster/taint.feature,line=13,title=`, `no pod is called "wbe"; nearest: "web"`},
		"html":     {`<span class="dim">line 13</span> no pod is called &#34;wbe&#34;; nearest: &#34;web&#34;`, "2 warned"},
		"json":     {`"line": 13`, `"text": "no pod is called \"wbe\"; nearest: \"web\""`},
		"junit":    {"<system-out><![CDATA[\nwarnings:\nline 13: no pod is called \"wbe\"; nearest: \"web\"\nline 7: a finalizer was taken away\n]]>"},
		"markdown": {"### Warnings", "<code>features/cluster/taint.feature:13</code> no pod is called &quot;wbe&quot;; nearest: &quot;web&quot;"},
		"messages": {`"body":"warning: no pod is called \"wbe\"; nearest: \"web\""`, `"body":"warning: a finalizer was taken away"`},
		"tap":      {"# warning: line 13: no pod is called", "warnings:"},
	} {
		format := named(name)
		path := filepath.Join(t.TempDir(), "report")
		if err := reporttest.Replay(format.Open(path), run, func() {}); err != nil {
			t.Fatal(err)
		}
		text := reporttest.ReadFile(t, path)
		checkers[name](t, run, text)
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %s:\n%s", name, part, text)
			}
		}
	}
	for _, options := range []terminal.Options{{}, {Quiet: true}} {
		var out strings.Builder
		if err := reporttest.Replay(terminal.NewWithClock(&out, options, reporttest.Clock()), run, func() {}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"  warn  line 13: no pod is called \"wbe\"; nearest: \"web\"\n", "  warn  line 7: a finalizer was taken away\n", "2 warnings"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("with %+v, the terminal lacks %q:\n%s", options, want, out.String())
			}
		}
	}
}
