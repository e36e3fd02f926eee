package report

import "strings"

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
func (o TerminalOptions) paint(sgr, text string) string {
	if !o.Color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// markOf is the sign of how a scenario ended, painted.
func (o TerminalOptions) markOf(s *Scenario) string {
	switch {
	case s.Status != Interrupted:
		return o.mark(s.Verdict())
	case o.Unicode:
		return o.paint(yellow, "-")
	}
	return o.paint(yellow, "stop")
}

// mark is the sign of a verdict, painted.
func (o TerminalOptions) mark(v Verdict) string {
	signs := map[Verdict][2]string{Good: {"ok", "✓"}, Bad: {"FAIL", "✗"}, Broken: {"ERROR", "✗"}, NotRun: {"skip", "-"}}
	colours := map[Verdict]string{Good: green, Bad: red, Broken: red, NotRun: yellow}
	sign := signs[v][0]
	if o.Unicode {
		sign = signs[v][1]
	}
	return o.paint(colours[v], sign)
}

// paintBlock colours the labels of a failure's block, and dims its evidence.
func (o TerminalOptions) paintBlock(lines []string) []string {
	if !o.Color {
		return lines
	}
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		label, rest := line[:min(len(line), labelWidth)], line[min(len(line), labelWidth):]
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
