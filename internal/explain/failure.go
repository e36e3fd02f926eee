package explain

import (
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Failure describes a missed expectation for a report: what was wanted, what was seen instead, why, and what to do next. It is
// the error that a step returns.
type Failure struct {
	Step     string        // the step's text, without its keyword; not part of Error
	Want     string        // `pod "web" Running within 30s`
	Saw      string        // `OOMKilled (3 restarts), last change 2.1s ago`
	Why      string        // the first finding's sentence
	Said     say.Text      `json:"-"` // Why, in translatable form
	Code     string        // the first finding's code
	Hint     string        // what to do next
	Advised  say.Text      `json:"-"` // Hint, in translatable form
	More     string        // where to find more: `.gherkind/runs/1/memory-hog/ (objects, events, logs)`
	Evidence []string      // the facts that prove Why
	Within   time.Duration // the time limit of the wait that timed out; zero if none did
	Err      error         // the cause, for errors.Is and errors.As; shown if nothing else describes it
}

// NewFailure fills a failure from the first of the findings. The sentences of the others are appended to the evidence.
func NewFailure(want, saw string, findings []Finding, err error) *Failure {
	f := &Failure{Want: want, Saw: saw, Err: err}
	if len(findings) == 0 {
		return f
	}
	first := findings[0]
	f.Why, f.Code, f.Hint = first.Sentence, first.Code, first.Hint
	f.Said, f.Advised = first.Said, first.Advised
	f.Evidence = append(f.Evidence, first.Evidence...)
	for _, also := range findings[1:] {
		f.Evidence = append(f.Evidence, also.Code+": "+also.Sentence)
	}
	return f
}

// Error returns the want/saw/why/hint/more block, unwrapped; see Block.
func (f *Failure) Error() string { return f.Block(0) }

// Unwrap returns Err.
func (f *Failure) Unwrap() error { return f.Err }

// Summary returns the failure in one line: the code with the reason if there is one, otherwise what was seen, otherwise the
// error.
func (f *Failure) Summary() string { return f.SummaryIn(nil) }

// SummaryIn is Summary in a language.
func (f *Failure) SummaryIn(l *say.Language) string {
	switch {
	case f.Why != "":
		return quoteless(f.why(l))
	case f.Saw != "":
		return quoteless(l.Sayf("saw %s", l.Retell(f.Saw)))
	case f.Err != nil:
		return quoteless(l.Retell(f.Err.Error()))
	}
	return l.Word("failed")
}

// ExplainedIn returns why and hint in a language.
func (f *Failure) ExplainedIn(l *say.Language) (why, hint string) {
	return l.Retell(l.Text(say.Told(f.Why, f.Said))), l.Retell(l.Text(f.hint()))
}

// WantIn returns Want in a language. The step is kept as written; only what follows it is translated.
func (f *Failure) WantIn(l *say.Language) string {
	if f.Step == "" || f.Want == f.Step || !strings.HasPrefix(f.Want, f.Step) {
		return f.Want
	}
	return l.Retell(f.Want)
}

// EvidenceIn returns Evidence in a language.
func (f *Failure) EvidenceIn(l *say.Language) []string {
	told := make([]string, 0, len(f.Evidence))
	for _, e := range f.Evidence {
		told = append(told, l.Retell(e))
	}
	return told
}

const (
	blockIndent   = 2
	labelColumn   = 6 // "want" and two spaces
	shownEvidence = 4 // lines of evidence in a block; Evidence has all of them
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
// Long values are wrapped and aligned with their first line. Nothing is wrapped if width is zero or less, or too
// small for that. Empty lines are left out. The result is safe to print
// (control characters escaped, values limited to 4,000 bytes).
func (f *Failure) Block(width int) string { return f.BlockIn(nil, width) }

// BlockIn is Block in a language.
func (f *Failure) BlockIn(l *say.Language, width int) string {
	b := block{language: l, width: width}
	b.line("want", f.WantIn(l))
	b.line("saw", l.Retell(f.saw()))
	b.line("why", f.why(l))
	for i, e := range f.EvidenceIn(l) {
		if i == shownEvidence {
			b.item(l.Sayf("%s of evidence", say.Times("more line", len(f.Evidence)-i)))
			break
		}
		b.item(e)
	}
	b.line("hint", l.Retell(l.Text(f.hint())))
	b.line("more", b.more(f.More))
	return strings.TrimSuffix(b.String(), "\n")
}

func (f *Failure) saw() string {
	if f.Saw == "" && f.Why == "" && f.Err != nil {
		return f.Err.Error()
	}
	return f.Saw
}

func (f *Failure) why(l *say.Language) string {
	why := l.Retell(l.Text(say.Told(f.Why, f.Said)))
	if f.Code != "" && why != "" {
		return l.Sayf("%s: %s", f.Code, why)
	}
	return f.Code + why
}

// hint returns the advice. If AfterNoWait has shortened it, only the second half is left.
func (f *Failure) hint() say.Text {
	if other, is := secondHalf(f.Advised); is && other.String() == f.Hint {
		return other
	}
	return say.Told(f.Hint, f.Advised)
}

// block writes labelled lines with a hanging indent.
type block struct {
	strings.Builder
	language *say.Language
	width    int
}

// more puts the command for the evidence on its own line if both do not fit on one, so that it can be copied.
func (b *block) more(text string) string {
	where, command, both := strings.Cut(text, "; gherkind ")
	if !both {
		return text
	}
	where, command = b.language.Retell(where), "gherkind "+command
	if line := b.language.Sayf("%s; %s", where, command); b.width <= 0 || plaintext.Width(line)+blockIndent+labelColumn <= b.width {
		return line
	}
	return where + "\n" + command
}

func (b *block) line(label, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	label = b.language.Word(label)
	b.hang(label+strings.Repeat(" ", max(1, labelColumn-plaintext.Width(label))), value)
}

// item adds a line of evidence below the previous value.
func (b *block) item(value string) {
	b.hang(strings.Repeat(" ", labelColumn)+"- ", value)
}

func (b *block) hang(start, value string) {
	value = plaintext.Lines(value, maxValue)
	for _, line := range plaintext.Hang(strings.Repeat(" ", blockIndent)+start, value, b.width) {
		b.WriteString(line + "\n")
	}
}
