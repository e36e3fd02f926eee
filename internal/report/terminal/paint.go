package terminal

import (
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// The colours, as SGR parameters of ECMA-48. The meaning of red, green and yellow is always also expressed by a mark or a word.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	bold   = "1"
	dim    = "2"
)

// paint colours text that has already been escaped.
func (o Options) paint(sgr, text string) string {
	if !o.Color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// markOf returns the coloured sign of a scenario's outcome.
func (o Options) markOf(s *report.Scenario) string {
	return o.mark(s.Outcome())
}

// mark returns the coloured sign of an outcome.
func (o Options) mark(outcome report.Outcome) string {
	sign := outcome.Look().Letters
	if o.Unicode {
		sign = outcome.Look().Sign
	}
	return o.paint(colourOf(outcome), sign)
}

func colourOf(o report.Outcome) string {
	switch o {
	case report.OutcomePassed:
		return green
	case report.OutcomeFailed, report.OutcomeInfrastructure:
		return red
	case report.OutcomeFlaky, report.OutcomeInterrupted, report.OutcomeSkipped, report.OutcomeNotRun:
	}
	return yellow
}

// coloursOf has the colour of each label of a block.
var coloursOf = map[string]string{
	"want": bold, "hint": bold, "more": bold, "kept": bold, "undo": bold, "next": bold, "tries": bold, "drop": bold,
	"warn": yellow,
	"saw":  red, "why": red, "err": red,
}

// paintBlock colours the labels of a failure's block, and dims its evidence.
func (o Options) paintBlock(lines []string) []string {
	if !o.Color {
		return lines
	}
	colours := map[string]string{}
	for label, colour := range coloursOf {
		colours[o.Language.Word(label)] = colour
	}
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		label, rest := cutColumns(line, show.LabelWidth)
		word := strings.TrimSpace(label)
		switch colour := colours[word]; {
		case colour != "":
			line = o.paint(colour, label) + rest
		case word == "" && (strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "  ")):
			line = o.paint(dim, line)
		}
		out = append(out, line)
	}
	return out
}

// cutColumns cuts a line after a number of columns.
func cutColumns(line string, columns int) (before, rest string) {
	for i, r := range line {
		if columns <= 0 {
			return line[:i], line[i:]
		}
		columns -= plaintext.Width(string(r))
	}
	return line, ""
}
