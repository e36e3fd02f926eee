package show

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// LabelWidth is that of "  want  ", as in explain.Failure's block.
const LabelWidth = 8

// FailureLines say what failed, why, and where to look: the step's place and text,
// the failure's block, and what is left behind. Plain text, wrapped to width.
func FailureLines(s *report.Scenario, width int) []string { return Told{}.FailureLines(s, width) }

// Told is how texts of a scenario are told to a person: in a language, English unless one is given.
type Told struct{ In *say.Language }

// FailureLines are those of the package, in the language.
func (t Told) FailureLines(s *report.Scenario, width int) []string {
	var lines []string
	failure := s.Reason()
	if step := s.FailedStep(); step != nil {
		text := fmt.Sprintf("%s:%d: %s", plaintext.Line(s.URI, MaxText), step.Line, StepText(step))
		lines = append(lines, plaintext.Hang("  ", text, width)...)
	}
	if failure != nil {
		lines = append(lines, strings.Split(failure.InNamespaces(s.Namespaces).BlockIn(t.In, width), "\n")...)
	}
	lines = append(lines, t.Label("err", s.Err, width)...)
	lines = append(lines, t.KeptLines(s)...)
	for _, c := range s.Cleanup {
		lines = append(lines, t.Label("undo", c, width)...)
	}
	return lines
}

// KeptLines say how to look at what was kept and how to remove it. A command stays on one line,
// however long, so that it can be copied.
func (t Told) KeptLines(s *report.Scenario) []string {
	if !s.Kept {
		return nil
	}
	var lines []string
	for _, command := range s.LookCommands() {
		lines = append(lines, t.Label("kept", command, 0)...)
	}
	return append(lines, t.Label("drop", s.RemoveCommand(), 0)...)
}

// StepText is a step with its keyword, in one line.
func StepText(step *report.Step) string {
	return plaintext.Line(step.Keyword+" "+step.Text, MaxText)
}

// Label is one labelled value in the form of a block, nothing when it is empty.
func (t Told) Label(name, value string, width int) []string {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	return plaintext.Hang(t.LabelStart(name), plaintext.Lines(t.In.Retell(value), MaxText), width)
}

// LabelStart is what a labelled line begins with. A label keeps a space behind it, however long it is.
func (t Told) LabelStart(name string) string {
	name = t.In.Word(name)
	return "  " + name + strings.Repeat(" ", max(1, LabelWidth-2-plaintext.Width(name)))
}

// Indented puts by in front of each line.
func Indented(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}

// Decimal is a number of seconds with three decimals.
func Decimal(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }
