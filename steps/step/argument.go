package step

import (
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// DocString is the text between two """ lines below a step.
type DocString struct {
	// MediaType is the word after the opening """, such as "yaml"; often empty.
	MediaType string
	// Text is the content without the indentation of the opening line.
	Text string
	// Line is the line of the opening """ in the feature, from 1: line n of Text is line Line+n of the file.
	Line int
}

// Table is the | table | below a step.
type Table struct {
	// Rows are all rows including the heading, with trimmed cells.
	Rows [][]string
}

// Argument is what is below a step: a doc string, a table, or nothing if both are nil.
type Argument struct {
	// DocString is nil if there is none.
	DocString *DocString
	// Table is nil if there is none.
	Table *Table
}

// HasArgument is the kind of argument of a step.
type HasArgument string

// The kinds of argument, named as in Cucumber.
const (
	NoArgument    HasArgument = ""
	WithDocString HasArgument = "doc string"
	WithTable     HasArgument = "table"
)

// Kind returns the kind of the argument.
func (a Argument) Kind() HasArgument {
	switch {
	case a.DocString != nil:
		return WithDocString
	case a.Table != nil:
		return WithTable
	default:
		return NoArgument
	}
}

// String returns the argument as it is written below a step, without indentation; empty if there is none.
func (a Argument) String() string {
	switch a.Kind() {
	case WithDocString:
		return `"""` + a.DocString.MediaType + "\n" + a.DocString.Text + "\n" + `"""`
	case WithTable:
		return a.Table.String()
	default:
		return ""
	}
}

// String returns the table with aligned columns.
func (t Table) String() string {
	var widths []int
	for _, row := range t.Rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], plaintext.Width(escapeCell(cell)))
		}
	}
	var lines []string
	for _, row := range t.Rows {
		var b strings.Builder
		b.WriteString("|")
		for i, cell := range row {
			cell = escapeCell(cell)
			b.WriteString(" " + cell + strings.Repeat(" ", widths[i]-plaintext.Width(cell)) + " |")
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

// escapeCell escapes a cell for Gherkin.
func escapeCell(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", `\n`).Replace(s)
}
