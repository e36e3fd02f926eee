package terminal

import (
	"strings"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// The colours, as SGR parameters of ECMA-48. Red, green and yellow carry a
// meaning that a mark or a word carries too.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	bold   = "1"
	dim    = "2"
)

// paint colours text that has been made safe before.
func (o Options) paint(sgr, text string) string {
	if !o.Color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// markOf is the sign of how a scenario ended, painted.
func (o Options) markOf(s *report.Scenario) string {
	switch {
	case s.Status != report.Interrupted:
		return o.mark(s.Verdict())
	case o.Unicode:
		return o.paint(yellow, "-")
	}
	return o.paint(yellow, "stop")
}

// mark is the sign of a verdict, painted.
func (o Options) mark(v report.Verdict) string {
	signs := map[report.Verdict][2]string{report.Good: {"ok", "✓"}, report.Bad: {"FAIL", "✗"}, report.Broken: {"ERROR", "✗"}, report.NotRun: {"skip", "-"}}
	colours := map[report.Verdict]string{report.Good: green, report.Bad: red, report.Broken: red, report.NotRun: yellow}
	sign := signs[v][0]
	if o.Unicode {
		sign = signs[v][1]
	}
	return o.paint(colours[v], sign)
}

// paintBlock colours the labels of a failure's block, and dims its evidence.
func (o Options) paintBlock(lines []string) []string {
	if !o.Color {
		return lines
	}
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		label, rest := line[:min(len(line), show.LabelWidth)], line[min(len(line), show.LabelWidth):]
		switch strings.TrimSpace(label) {
		case "want", "hint", "more", "kept", "undo", "next", "tries", "drop":
			line = o.paint(bold, label) + rest
		case "warn":
			line = o.paint(yellow, label) + rest
		case "saw", "why", "err":
			line = o.paint(red, label) + rest
		case "":
			if strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "  ") {
				line = o.paint(dim, line)
			}
		}
		out = append(out, line)
	}
	return out
}
