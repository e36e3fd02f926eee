package show

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// LabelWidth is the width of " want ", as in the block of explain.Failure.
const LabelWidth = 8

// FailureLines describes what failed, why, and where to look: the step's position and text, the failure's block, and what was
// kept. The result is plain text, wrapped to width.
func FailureLines(s *report.Scenario, width int) []string { return Told{}.FailureLines(s, width) }

// Told writes texts of a scenario for people, in a language; English if In is nil.
type Told struct{ In *say.Language }

// FailureLines is FailureLines of the package, in the language.
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

// KeptLines says how to inspect the kept namespaces and how to delete them. A command is never wrapped, so that it can be copied.
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

// StepText returns a step with its keyword, in one line.
func StepText(step *report.Step) string {
	return plaintext.Line(step.Keyword+" "+step.Text, MaxText)
}

// Label returns one labelled value in the format of a block; nil if it is empty.
func (t Told) Label(name, value string, width int) []string {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	return plaintext.Hang(t.LabelStart(name), plaintext.Lines(t.In.Retell(value), MaxText), width)
}

// LabelStart returns the beginning of a labelled line. There is a space after the label, however long it is.
func (t Told) LabelStart(name string) string {
	name = t.In.Word(name)
	return "  " + name + strings.Repeat(" ", max(1, LabelWidth-2-plaintext.Width(name)))
}

// Indented prefixes each line.
func Indented(text, by string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}

// Decimal returns a number with three decimals.
func Decimal(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }
