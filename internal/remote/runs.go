package remote

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// Runs are those of the command of one step.
type Runs struct {
	World    *world.World
	Command  string
	times    int
	last     kube.ExecResult
	OnlyCode bool      // only the exit code decides, and 0 is the good one
	same     int       // how often in a row it has ended as it did last
	since    time.Time // of the first of these
}

// A command that cannot be run, or crashes, is given up when it has done so sameRuns times in a row. What cannot be
// found may be on its way: for that, missingPatience must be over too.
const (
	sameRuns        = 3
	missingPatience = 3 * time.Second
)

// Judge counts a run, and gives up when the command itself, and not what it asks for, is at fault each time.
func (r *Runs) Judge(result kube.ExecResult, err error) error {
	if r.times == 0 || result.ExitCode != r.last.ExitCode {
		r.same, r.since = 0, r.World.Timeline.Now()
	}
	r.times, r.same, r.last = r.times+1, r.same+1, result
	code := result.ExitCode
	err = OfCut(result, err)
	if err == nil || !Unusable(code) || r.World.Run.Patient || r.same < sameRuns {
		return err
	}
	if !crashed(code) && r.World.Timeline.Now().Sub(r.since) < missingPatience {
		return err
	}
	return &assert.GaveUp{Last: err, Why: fmt.Sprintf("the command itself does not work: it ended so at each of the last %d tries", r.same)}
}

// Tell reports of a step that is met how often it ran the command and what that said on its standard error, and warns
// where the command, or a part of it, was not what decided.
func (r *Runs) Tell() {
	var said []string
	if r.times > 1 {
		said = append(said, fmt.Sprintf("ran %d times", r.times))
	}
	if strings.TrimSpace(r.last.Stderr) != "" {
		said = append(said, "it said on its standard error: "+OneLine(r.last.Stderr))
	}
	if r.last.Cut {
		said = append(said, CutOutput)
	}
	if len(said) > 0 {
		r.World.Note("%s", strings.Join(said, "; "))
	}
	if line := brokenPart.FindString(r.last.Stderr); line != "" {
		r.World.Warn("a part of the command did not work, and the step was met all the same: %s", OneLine(line))
	} else if code := r.last.ExitCode; Unusable(code) {
		r.World.Warn("the command exited with %d (%s): it may have proven nothing", code, Ended(code))
	}
	if tool := passesOn.FindStringSubmatch(r.Command); r.OnlyCode && tool != nil && !strings.Contains(r.Command, "pipefail") {
		r.World.Warn("the exit code is that of %s, the last part of the pipe, also when the command before it fails: look at what it prints, or begin with `set -o pipefail;`", tool[1])
	}
	if r.times > 1 && strings.Contains(r.Command, ">>") {
		r.World.Warn("a command that appends to a file ran %d times, until the step was met: to run it once, write %q", r.times, `When "…" is run in pod "…" and prints exactly "…"`)
	}
}

// passesOn finds a pipe whose last program succeeds whatever comes of the one before.
var passesOn = regexp.MustCompile(`[^|]\|\s*(tee|cat|head|tail|wc|sort|uniq|tr|cut|sed|awk)\b[^|;&]*$`)

// brokenPart is what a shell says on its standard error of a part of its command line that crashed, is not there, or
// cannot be executed. What follows behind || or ; hides it otherwise.
var brokenPart = regexp.MustCompile(`(?m)^(?:Segmentation fault|Bus error|Illegal instruction|Aborted|Floating point exception|Bad system call)(?: \(core dumped\))?$` +
	`|^(?:/bin/)?(?:ba|da|a)?sh: .*(?:not found|Permission denied)$`)

// signals are those that end a program which is broken, or which somebody killed.
var signals = map[int]string{
	1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL",
	11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
}

// Ended says what an exit code means that a shell gives (POSIX, 2.8.2, exit status for commands); "" for those that
// belong to the program.
func Ended(code int) string {
	switch signal := signals[code-128]; {
	case code == 126:
		return "it was found, and cannot be executed"
	case code == 127:
		return "the command was not found"
	case signal != "":
		return fmt.Sprintf("killed by signal %d, %s", code-128, signal)
	}
	return ""
}

// brokenHint says what to do about a command that says nothing of what it should look at; "" where it may.
func brokenHint(code int) string {
	switch {
	case code == 126:
		return "give it a file that may be executed, in the form that the container's system runs"
	case code == 127:
		return "correct its spelling, or use a tool that the container's image has"
	case crashed(code):
		return "the tool itself crashed, so that it says nothing of what it should look at: leave out the option on which it does, or use another tool (for a limit of time: timeout 3 COMMAND)"
	}
	return ""
}

// Unusable tells of an exit code that says nothing of what the command should look at.
func Unusable(code int) bool { return code == 126 || code == 127 || crashed(code) }

// crashed tells of the signals by which a program ends because of its own fault.
func crashed(code int) bool {
	switch code - 128 {
	case 4, 5, 6, 7, 8, 11, 31:
		return true
	}
	return false
}
