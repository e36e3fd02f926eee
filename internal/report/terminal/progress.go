package terminal

import (
	"io"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Progress is notified of what a long preparation is doing: creating a cluster, building an image. The implementation measures
// the elapsed time.
type Progress interface {
	Step(what string)   // starts a step, and ends the previous one: "building Kubernetes 1.37.2"
	Done(detail string) // ends the step; detail may be empty
	Info(line string)   // prints a line
}

// NewProgress returns the display for a set-up without a run. Close ends it.
func NewProgress(w io.Writer, opts Options) *Terminal { return New(w, opts) }

// work is a step of the set-up.
type work struct {
	what  string
	since time.Time
}

// Step starts a step of the set-up.
func (t *Terminal) Step(what string) {
	t.update(func() {
		t.endWork("")
		t.work = &work{what: t.tell(what), since: t.now()}
		if !t.opts.Live && !t.opts.Quiet {
			t.print(column(t.work.since.Sub(t.started)) + t.work.what + " " + t.opts.ellipsis())
		}
	})
}

// Renew changes the text of the current step. If there is none, it starts one.
func (t *Terminal) Renew(what string) {
	t.update(func() {
		if t.work == nil {
			t.work = &work{since: t.now()}
		}
		t.work.what = t.tell(what)
	})
}

// Done ends the step. With a live display, its line is printed permanently now. Plain output already has the line, and gets
// another one only if there is a detail.
func (t *Terminal) Done(detail string) {
	t.update(func() { t.endWork(t.tell(detail)) })
}

func (t *Terminal) endWork(detail string) {
	w := t.work
	t.work = nil
	if w == nil || t.opts.Quiet {
		return
	}
	line := w.what
	if detail != "" {
		line = t.opts.Language.Sayf("%s: %s", line, detail)
	}
	took := t.now().Sub(w.since)
	switch {
	case t.opts.Live:
		t.screen.draw(t.liveLines())
		t.print(t.finished(line, "  "+explain.Seconds(took))...)
	case detail != "" || took >= heartbeatEvery:
		t.print(column(t.now().Sub(t.started)) + line + " (" + explain.Seconds(took) + ")")
	}
}

// finished returns the line of a finished step with its time, which is on a line of its own if it does not fit.
func (t *Terminal) finished(line, took string) []string {
	indent := "  "
	if !t.opts.Unicode {
		indent = "   "
	}
	lines := plaintext.Hang(indent, line+took, t.opts.width())
	lines[0] = t.opts.mark(report.OutcomePassed) + " " + strings.TrimPrefix(lines[0], indent)
	last := len(lines) - 1
	if text, is := strings.CutSuffix(lines[last], took); is {
		lines[last] = text + t.opts.paint(dim, took)
	}
	return lines
}

// Info prints a line.
func (t *Terminal) Info(line string) {
	t.update(func() {
		if t.opts.Quiet {
			return
		}
		indent := column(t.now().Sub(t.started))
		t.print(plaintext.Hang(indent, plaintext.Lines(t.opts.Language.Retell(line), show.MaxText), t.opts.width())...)
	})
}

// workLine returns the live line of the set-up: the time since its start, the step, and the duration of the step.
func (t *Terminal) workLine() string {
	line := column(t.now().Sub(t.started)) + t.work.what
	if t.work.since.After(t.started) {
		line += " (" + explain.Age(t.now().Sub(t.work.since)) + ")"
	}
	return t.clip(line)
}

// tell translates a part of a line.
func (t *Terminal) tell(text string) string { return short(t.opts.Language.Retell(text)) }
