package github

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestGitHubStopsCommands: from the start to the end of a run, nothing printed is executed as a command, and the token that ends
// this cannot be guessed.
func TestGitHubStopsCommands(t *testing.T) {
	l := New("-").(*githubOutput)
	if l.out != os.Stdout {
		t.Error("- is not the standard output")
	}
	var out strings.Builder
	l.out = &out
	run := reporttest.FakeRun()
	if err := reporttest.Replay(l, run, func() { out.WriteString("::error::from a pod\n") }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if want := "::stop-commands::" + l.token; lines[0] != want {
		t.Errorf("begins with %q, want %q", lines[0], want)
	}
	var obeyed []string
	stopped := ""
	for _, line := range lines {
		word, stop := strings.CutPrefix(line, "::stop-commands::")
		switch {
		case stopped != "":
			if line == "::"+stopped+"::" {
				stopped = ""
			}
		case stop:
			stopped = word
		case strings.HasPrefix(line, "::"):
			obeyed = append(obeyed, line)
		}
	}
	if len(obeyed) != 6 || obeyed[5] != "::error::from a pod" { // printed by the test after the run
		t.Errorf("obeyed: %q", obeyed)
	}
	if other := New("-").(*githubOutput); other.token == l.token || len(l.token) < 20 {
		t.Errorf("token %q can be guessed", l.token)
	}
}

// TestGitHubShowsTenOfAKind: the last annotation says how many are missing.
func TestGitHubShowsTenOfAKind(t *testing.T) {
	for n, want := range map[int]string{10: "::error file=f,line=10", 11: "::error title=gherkind::2 more", 30: "::error title=gherkind::21 more"} {
		run := &report.Run{Started: reporttest.Start, Ended: reporttest.Start}
		for i := range n {
			run.Scenarios = append(run.Scenarios, &report.Scenario{URI: "f", Line: i + 1, Name: "n", Status: report.Failed, Started: reporttest.Start})
		}
		l := &show.File[[]annotation]{Part: document{}.annotations, Whole: document{}.whole}
		var text string
		l.Save = func(data []byte, _ bool) error { text = string(data); return nil }
		if err := reporttest.Replay(l, run, func() {}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if len(lines) != 10 || !strings.HasPrefix(lines[9], want) {
			t.Errorf("of %d: %d lines, the last is %q, want %q", n, len(lines), lines[len(lines)-1], want)
		}
	}
}

// TestGitHubEscapes: a runner that decodes the escapes gets the original text.
func TestGitHubEscapes(t *testing.T) {
	a := annotation{kind: "error", file: "a,b:c.feature", line: 3, title: "50%: x, y", message: "100%\nb::c%0A"}
	want := "::error file=a%2Cb%3Ac.feature,line=3,title=50%25%3A x%2C y::100%25%0Ab::c%250A\n"
	if got := a.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (annotation{kind: "notice", title: "t", message: "m"}).String(); got != "::notice title=t::m\n" {
		t.Errorf("got %s", got)
	}
}
