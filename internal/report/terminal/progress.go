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

// Progress is told what a long preparation is doing: creating a cluster, building an
// image. The elapsed time is the printer's business.
type Progress interface {
	Step(what string)   // begins a step, and ends the one before it: "building Kubernetes 1.37.2"
	Done(detail string) // ends the step; detail may be empty
	Info(line string)   // something worth a line of its own
}

// NewProgress makes the display for a set-up that no run follows. Close ends it.
func NewProgress(w io.Writer, opts Options) *Terminal { return New(w, opts) }

// work is a step of the set-up.
type work struct {
	what  string
	since time.Time
}

// Step begins a step of the set-up.
func (t *Terminal) Step(what string) {
	t.update(func() {
		t.endWork("")
		t.work = &work{what: t.tell(what), since: t.now()}
		if !t.opts.Live && !t.opts.Quiet {
			t.print(column(t.work.since.Sub(t.started)) + t.work.what + " " + t.opts.ellipsis())
		}
	})
}

// Renew changes what the step that is under way is said to do. Without one it begins one.
func (t *Terminal) Renew(what string) {
	t.update(func() {
		if t.work == nil {
			t.work = &work{since: t.now()}
		}
		t.work.what = t.tell(what)
	})
}

// Done ends the step. With a live display its line is printed now, for good; plain
// output had it already, and gets another line only when there is something to say.
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
		line += ": " + detail
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

// finished is the line of a step that is done, with its time, below its own text where it does not fit.
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

// workLine is the live line of the set-up: the time since its beginning, the step,
// and the step's own time.
func (t *Terminal) workLine() string {
	line := column(t.now().Sub(t.started)) + t.work.what
	if t.work.since.After(t.started) {
		line += " (" + explain.Age(t.now().Sub(t.work.since)) + ")"
	}
	return t.clip(line)
}

// tell is a part of a line, in the language.
func (t *Terminal) tell(text string) string { return short(t.opts.Language.Retell(text)) }
