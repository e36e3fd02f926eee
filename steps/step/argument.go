package step

import (
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// DocString is the text between two """ lines below a step.
type DocString struct {
	// MediaType is the word after the opening """, "yaml" for example; often empty.
	MediaType string
	// Text is the content without the indentation of the opening line.
	Text string
	// Line is the line of the opening """ in the feature, from 1: line n of Text is line Line+n of the file.
	Line int
}

// Table is the | table | below a step.
type Table struct {
	// Rows are all rows, the heading included, with trimmed cells.
	Rows [][]string
}

// Argument is what stands below a step: a doc string, a table, or (both nil) nothing.
type Argument struct {
	// DocString is nil when there is none.
	DocString *DocString
	// Table is nil when there is none.
	Table *Table
}

// HasArgument says which kind of argument stands below a step.
type HasArgument string

// The kinds of argument, in the words of Cucumber.
const (
	NoArgument    HasArgument = ""
	WithDocString HasArgument = "doc string"
	WithTable     HasArgument = "table"
)

// Kind says which kind of argument a is.
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

// String is the argument as one would write it below a step, without indentation; empty when there is none.
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

// String is the table with its columns aligned.
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

// escapeCell writes a cell the way Gherkin reads it back.
func escapeCell(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", `\n`).Replace(s)
}
