package steps

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// ranAll judges the runs of a command, one per second, and returns the result of the step.
func ranAll(t *testing.T, command string, want func(kube.ExecResult) error, results ...kube.ExecResult) (at int, notes, warnings []string, err error) {
	t.Helper()
	hub, tape := observe.Replay(t.Context(), observe.Recording{Ended: time.Unix(1000, 0)})
	run := &world.Run{Hub: hub}
	w := run.Replay(tape, world.Scenario{}, world.State{}, nil)
	w.Noted = func(text string) { notes = append(notes, text) }
	w.Warned = func(text string) { warnings = append(warnings, text) }
	r := &remote.Runs{World: w, Command: command}
	tape.PlayTo(time.Unix(0, 0))
	for i, result := range results {
		tape.PlayTo(time.Unix(int64(i), 0))
		if err = r.Judge(result, want(result)); err == nil {
			r.Tell()
			return i + 1, notes, warnings, nil
		}
		if errors.Is(err, probe.ErrFailFast) {
			return i + 1, notes, warnings, err
		}
	}
	return len(results), notes, warnings, err
}

func exitsWith(code int) func(kube.ExecResult) error {
	return func(r kube.ExecResult) error { return remote.ExitsWith(r, code) }
}

func again(r kube.ExecResult, n int) []kube.ExecResult {
	var all []kube.ExecResult
	for range n {
		all = append(all, r)
	}
	return all
}

func TestBrokenCommandsAreGivenUp(t *testing.T) {
	for name, c := range map[string]struct {
		results []kube.ExecResult
		at      int // number of the run at which the wait fails fast; 0 for never
		says    string
	}{
		"it crashes each time":           {again(kube.ExecResult{ExitCode: 139}, 9), 3, "it exited with 139 (killed by signal 11, SIGSEGV) and printed nothing"},
		"it is not found":                {again(kube.ExecResult{ExitCode: 127, Stderr: "sh: wgte: not found"}, 9), 4, "it exited with 127 (the command was not found): \"sh: wgte: not found\""},
		"it cannot be executed":          {again(kube.ExecResult{ExitCode: 126}, 9), 4, "it exited with 126 (it was found, and cannot be executed) and printed nothing"},
		"it fails":                       {again(kube.ExecResult{ExitCode: 2}, 9), 0, ""},
		"somebody ends it":               {again(kube.ExecResult{ExitCode: 143}, 9), 0, ""},
		"it crashes now and then":        {[]kube.ExecResult{{ExitCode: 139}, {ExitCode: 139}, {ExitCode: 2}, {ExitCode: 139}, {ExitCode: 139}}, 0, ""},
		"it is there after a while":      {append(again(kube.ExecResult{ExitCode: 127}, 2), again(kube.ExecResult{}, 5)...), 0, ""},
		"it crashes, and then no longer": {append(again(kube.ExecResult{ExitCode: 139}, 2), kube.ExecResult{ExitCode: 1}), 0, ""},
	} {
		at, _, _, err := ranAll(t, "x", exitsWith(1), c.results...)
		if gaveUp := errors.Is(err, probe.ErrFailFast); gaveUp != (c.at > 0) || gaveUp && (at != c.at || err.Error() != c.says) {
			t.Errorf("%s: at run %d: %v", name, at, err)
		}
	}
}

// TestPipesHideExitCodes: a pipeline has the exit code of its last command, which proves nothing if that command always
// succeeds.
func TestPipesHideExitCodes(t *testing.T) {
	for command, warns := range map[string]bool{
		"migrate | tee /tmp/log":                   true,
		"migrate 2>&1 | tail -n 3":                 true,
		"set -o pipefail; migrate | tee /tmp/log":  false,
		"migrate | grep -q done":                   false,
		"migrate || cat /tmp/log":                  false,
		"migrate | tee /tmp/log; test -s /tmp/log": false,
		"cat /tmp/log":                             false,
	} {
		for _, code := range []bool{true, false} {
			var warnings []string
			w := viewtest.Open(t, viewtest.See(t, dbPod))
			w.Warned = func(text string) { warnings = append(warnings, text) }
			r := &remote.Runs{World: w.World, Command: command, OnlyCode: code}
			if err := r.Judge(kube.ExecResult{}, nil); err != nil {
				t.Fatal(err)
			}
			r.Tell()
			if (len(warnings) > 0) != (warns && code) {
				t.Errorf("%s: %q", command, warnings)
			}
		}
	}
}

// TestSentencesOfNothing: no message about a program ends with a colon and nothing after it.
func TestSentencesOfNothing(t *testing.T) {
	for name, says := range map[string]string{
		"a code":            remote.Exited(kube.ExecResult{ExitCode: 1}).Error(),
		"a signal":          remote.Exited(kube.ExecResult{ExitCode: 143}).Error(),
		"requests":          judgeAnswers(kube.ExecResult{}, 3, nil).Error(),
		"nc":                sawTCP(kube.ExecResult{ExitCode: 1}),
		"a node's bash":     tcpOutcome("", 1),
		"nc that is broken": sawTCP(kube.ExecResult{ExitCode: 139}),
	} {
		if !strings.HasSuffix(says, " and printed nothing") {
			t.Errorf("%s: %s", name, says)
		}
	}
	if says := sawTCP(kube.ExecResult{ExitCode: 127, Stderr: "sh: nc: not found"}); says != `could not be tried: nc exited with 127 (the command was not found): "sh: nc: not found"` {
		t.Error(says)
	}
	if says := sawTCP(kube.ExecResult{ExitCode: 143}); says != "was neither accepted nor refused within 3s" {
		t.Error(says)
	}
}

// TestBrokenCommandsSayWhatToUse: exit codes that mean a broken tool give a general hint.
func TestBrokenCommandsSayWhatToUse(t *testing.T) {
	for code, want := range map[int]string{139: "the tool itself crashed", 127: "correct its spelling", 126: "may be executed", 1: "", 143: ""} {
		w := viewtest.Open(t, viewtest.See(t, dbPod))
		f, _ := errors.AsType[*explain.Failure](assert.Failure(t.Context(), w.World, viewtest.PodRef("a", "other"), 0, &assert.GaveUp{Last: remote.Exited(kube.ExecResult{ExitCode: code})}))
		if f == nil || !strings.Contains(f.Hint, want) || want == "" && strings.Contains(f.Hint, "tool") {
			t.Errorf("%d: %+v", code, f)
		}
	}
}

// TestWhatAStepSaysOfItsCommand: the report has the output and the number of runs of a command that met the check, and a
// warning if the command did not work properly.
func TestWhatAStepSaysOfItsCommand(t *testing.T) {
	blocked := kube.ExecResult{Stdout: "blocked\n"}
	crash, missing, host := blocked, blocked, blocked
	crash.Stderr, missing.Stderr, host.Stderr = "Segmentation fault (core dumped)\n", "sh: wgte: not found\n", "wget: bad address 'wbe'\n"
	for name, c := range map[string]struct {
		command       string
		want          func(kube.ExecResult) error
		results       []kube.ExecResult
		note, warning string // a part of the text; "" for none
	}{
		"at once":                   {"x", remote.Prints("blocked"), again(blocked, 1), "", ""},
		"after three":               {"x", remote.Prints("blocked"), append(again(kube.ExecResult{}, 2), blocked), "ran 3 times", ""},
		"its errors are shown":      {"x", remote.Prints("blocked"), again(host, 1), `it said on its standard error: "wget: bad address 'wbe'"`, ""},
		"a part crashed":            {"x", remote.Prints("blocked"), again(crash, 1), "Segmentation fault", `a part of the command did not work, and the step was met all the same: "Segmentation fault (core dumped)"`},
		"a part is not there":       {"x", remote.Prints("blocked"), again(missing, 1), "not found", `"sh: wgte: not found"`},
		"it crashed, as want":       {"x", exitsWith(139), again(kube.ExecResult{ExitCode: 139}, 1), "", "the command exited with 139 (killed by signal 11, SIGSEGV): it may have proven nothing"},
		"it was ended, as want":     {"x", exitsWith(143), again(kube.ExecResult{ExitCode: 143}, 1), "", ""},
		"it appends, and ran twice": {"echo x >> f; wc -l < f", remote.Prints("2"), []kube.ExecResult{{Stdout: "1"}, {Stdout: "2"}}, "ran 2 times", "a command that appends to a file ran 2 times"},
		"it appends, and ran once":  {"echo x >> f; wc -l < f", remote.Prints("1"), []kube.ExecResult{{Stdout: "1"}}, "", ""},
	} {
		_, notes, warnings, err := ranAll(t, c.command, c.want, c.results...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for what, pair := range map[string][2]string{"note": {strings.Join(notes, "|"), c.note}, "warning": {strings.Join(warnings, "|"), c.warning}} {
			if got, want := pair[0], pair[1]; (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("%s: the %s is %q, want %q", name, what, got, want)
			}
		}
	}
}

func TestPrintsExactly(t *testing.T) {
	for _, c := range []struct{ want, stdout, stderr, says string }{
		{"1", "1\n", "", ""},
		{"1", "1", "", ""},
		{"1", "1\r\n", "", ""},
		{"1", "10\n", "", `it printed "10"`},
		{"1", "1\n\n", "", `it printed "1↵" and not "1": only the white space differs`},
		{"1", " 1\n", "", `it printed "·1" and not "1": only the white space differs`},
		{"1", "1\n", "careful", ""},
		{"1", "", "no such file", `it printed ""; and as errors, "no such file"`},
		{"", "", "", ""},
		{"", "\n", "", ""},
		{"", "x\n", "", `it printed "x"`},
	} {
		err := remote.PrintsExactly(kube.ExecResult{Stdout: c.stdout, Stderr: c.stderr}, c.want)
		if got := errors.Join(err); (got == nil) != (c.says == "") || got != nil && got.Error() != c.says {
			t.Errorf("%q for %q: %v, want %s", c.stdout, c.want, err, c.says)
		}
	}
	if remote.PrintsExactly(kube.ExecResult{Stdout: "1", ExitCode: 1}, "1") == nil {
		t.Error("a command that fails is met")
	}
}

// TestNothingIsNoPart: an empty text is rejected, because every output contains it.
func TestNothingIsNoPart(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`running "ls" in pod "web" prints ""`, `running "ls" in container "app" of pod "web" prints " "`, `running "ls" on node "worker" prints ""`,
		`running "ls" on the node of pod "web" prints ""`, `the log of container "app" of pod "web" contains ""`, `the previous log of container "app" of pod "web" contains ""`,
	} {
		match, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Fatal(err)
		}
		if err, _ := match.Plan(step.Argument{}, step.Place{}).Problems(); err == nil || !strings.Contains(err.Error(), "must be there") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestWasConnected: a command that was killed or was used wrongly proves nothing about the connection.
func TestWasConnected(t *testing.T) {
	for name, c := range map[string]struct {
		result           kube.ExecResult
		connected, tried bool
	}{
		"accepted":                {kube.ExecResult{}, true, true},
		"refused":                 {kube.ExecResult{ExitCode: 1, Stderr: "nc: can't connect to remote host (10.0.0.1): Connection refused"}, false, true},
		"ended by busybox":        {kube.ExecResult{ExitCode: 143}, false, true},
		"ended by GNU":            {kube.ExecResult{ExitCode: 124}, false, true},
		"killed with its pod":     {kube.ExecResult{ExitCode: 137}, false, false},
		"an option it lacks":      {kube.ExecResult{ExitCode: 2, Stderr: "nc: invalid option -- 'e'"}, false, false},
		"a host nobody knows":     {kube.ExecResult{ExitCode: 1, Stderr: "nc: bad address 'bd'"}, false, false},
		"there is no such client": {kube.ExecResult{ExitCode: 127}, false, false},
	} {
		if connected, err := wasConnected(c.result); connected != c.connected || (err == nil) != c.tried {
			t.Errorf("%s: %t, %v", name, connected, err)
		}
	}
}
