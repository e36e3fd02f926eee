package format

import (
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// table aligns the columns of rows, by the display width of their cells.
func (l *layout) table(rows []*messages.TableRow, level int) {
	cells := make([][]string, len(rows))
	var widths []int
	for i, r := range rows {
		cells[i] = cellsOf(l.source[r.Location.Line-1])
		for j, cell := range cells[i] {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], plaintext.Width(cell))
		}
	}
	for i, r := range rows {
		var b strings.Builder
		b.WriteString("|")
		for j, cell := range cells[i] {
			b.WriteString(" " + plaintext.Pad(cell, widths[j]) + " |")
		}
		*l.at(r.Location) = line{b.String(), row, level * unit}
	}
}

// cellsOf returns the cells of a row as they are written, including escapes. Text after the last bar belongs to no cell.
func cellsOf(text string) []string {
	var cells []string
	var b strings.Builder
	escaped, begun := false, false
	for _, r := range strings.TrimLeft(text, white) {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '|':
			if begun {
				cells = append(cells, strings.TrimSpace(b.String()))
			}
			begun = true
			b.Reset()
		default:
			escaped = r == '\\'
			b.WriteRune(r)
		}
	}
	return cells
}

// docString moves a doc string to its place. Its content stays as the parser reads it: without the indentation of its opening
// separator.
func (l *layout) docString(d *messages.DocString, level int) {
	first := int(d.Location.Line) - 1
	removed := len(l.source[first]) - len(strings.TrimLeft(l.source[first], white))
	last := first + 1
	for last < len(l.source)-1 && !strings.HasPrefix(strings.TrimLeft(l.source[last], white), d.Delimiter) {
		last++
	}
	for i := first + 1; i < last; i++ {
		l.lines[i] = line{inDocString(l.source[i], removed), within, level * unit}
	}
	l.lines[first] = line{trim(l.source[first]), within, level * unit}
	l.lines[last] = line{trim(l.source[last]), within, level * unit}
}

// inDocString returns a line of a doc string as the parser reads it.
func inDocString(text string, removed int) string {
	trimmed := strings.TrimLeft(text, " ")
	if len(text)-len(trimmed) > removed {
		return text[removed:]
	}
	return trimmed
}
