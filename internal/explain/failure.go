package explain

import (
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/words"
)

// Failure is a missed expectation in the words of a report: what was wanted, what
// was seen instead, why, and what to do next. It is the error that a step returns.
type Failure struct {
	Step     string        // the step's text, without its keyword; not part of Error
	Want     string        // `pod "web" Running within 30s`
	Saw      string        // `OOMKilled (3 restarts), last change 2.1s ago`
	Why      string        // the first finding's sentence
	Code     string        // the first finding's code
	Hint     string        // what to do next
	More     string        // where more is kept: `.gherkind/runs/1/memory-hog/ (objects, events, logs)`
	Evidence []string      // what Why rests on
	Within   time.Duration // what the wait was allowed that ran out; zero when none did
	Err      error         // the cause, for errors.Is and errors.As; shown where nothing else says it
}

// NewFailure fills a failure from the first of the findings. The others are not
// lost: their sentences are appended to the evidence.
func NewFailure(want, saw string, findings []Finding, err error) *Failure {
	f := &Failure{Want: want, Saw: saw, Err: err}
	if len(findings) == 0 {
		return f
	}
	first := findings[0]
	f.Why, f.Code, f.Hint = first.Sentence, first.Code, first.Hint
	f.Evidence = append(f.Evidence, first.Evidence...)
	for _, also := range findings[1:] {
		f.Evidence = append(f.Evidence, also.Code+": "+also.Sentence)
	}
	return f
}

// Error is the want/saw/why/hint/more block, unwrapped; see Block.
func (f *Failure) Error() string { return f.Block(0) }

// Unwrap returns Err.
func (f *Failure) Unwrap() error { return f.Err }

// Summary is the failure in one line: the code with the reason if there is one,
// else what was seen, else the error.
func (f *Failure) Summary() string {
	switch {
	case f.Why != "" && f.Code != "":
		return quoteless(f.Code + ": " + f.Why)
	case f.Why != "":
		return quoteless(f.Why)
	case f.Saw != "":
		return quoteless("saw " + f.Saw)
	case f.Err != nil:
		return quoteless(f.Err.Error())
	}
	return "failed"
}

const (
	blockIndent   = 2
	labelColumn   = 6 // "want" and two spaces
	shownEvidence = 4 // lines of evidence in a block; all of it is in Evidence
	maxValue      = 4000
)

// Block renders the failure as aligned lines, each at most width columns wide:
//
//	want  pod "memory-hog" Running within 30s
//	saw   OOMKilled (3 restarts), last change 2.1s ago
//	why   POD_OOM_KILLED: container "ctr" was killed at its memory limit of 100Mi (exit 137)
//	      - pod/memory-hog status.containerStatuses[0] "ctr": OOMKilled, exit 137, 2s ago
//	hint  raise resources.limits.memory, or assert the OOMKilled status if that is what you expect
//	more  .gherkind/runs/1/memory-hog/ (objects, events, logs, timeline)
//
// Long values are wrapped under their own beginning; a width of zero or less, or too
// small for that, wraps nothing. Empty lines are left out. Everything in it is safe
// to print (control characters escaped, values limited to 4,000 bytes).
func (f *Failure) Block(width int) string {
	b := block{width: width}
	b.line("want", f.Want)
	b.line("saw", f.saw())
	b.line("why", f.why())
	for i, e := range f.Evidence {
		if i == shownEvidence {
			b.item(words.Times("more line", len(f.Evidence)-i) + " of evidence")
			break
		}
		b.item(e)
	}
	b.line("hint", f.Hint)
	b.line("more", b.more(f.More))
	return strings.TrimSuffix(b.String(), "\n")
}

func (f *Failure) saw() string {
	if f.Saw == "" && f.Why == "" && f.Err != nil {
		return f.Err.Error()
	}
	return f.Saw
}

func (f *Failure) why() string {
	if f.Code != "" && f.Why != "" {
		return f.Code + ": " + f.Why
	}
	return f.Code + f.Why
}

// block writes labelled lines with a hanging indent.
type block struct {
	strings.Builder
	width int
}

// more gives the command for the evidence a line of its own where both do not fit on one: a command is copied.
func (b *block) more(text string) string {
	where, command, both := strings.Cut(text, "; gherkind ")
	if !both || b.width <= 0 || plaintext.Width(text)+blockIndent+labelColumn <= b.width {
		return text
	}
	return where + "\ngherkind " + command
}

func (b *block) line(label, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	b.hang(label+strings.Repeat(" ", labelColumn-len(label)), value)
}

// item is a line of evidence under the value before it.
func (b *block) item(value string) {
	b.hang(strings.Repeat(" ", labelColumn)+"- ", value)
}

func (b *block) hang(start, value string) {
	value = plaintext.Lines(value, maxValue)
	for _, line := range plaintext.Hang(strings.Repeat(" ", blockIndent)+start, value, b.width) {
		b.WriteString(line + "\n")
	}
}
