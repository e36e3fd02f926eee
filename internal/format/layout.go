package format

import (
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// kind is the kind of a line.
type kind int

const (
	other    kind = iota // a line of a description
	empty                // only white space
	comment              // on its own line
	tags                 // one or more
	heading              // a keyword with a colon
	examples             // the heading of Examples
	stepLine             // a step
	row                  // of a table
	within               // of a doc string, including the separators
)

// line is a line of the file, with its position in the layout.
type line struct {
	text   string // the text to write, without indentation
	kind   kind
	indent int
}

// layout classifies each line.
type layout struct {
	source []string
	lines  []line
}

// white is what the parser takes for white space.
const white = " \t"

func trim(text string) string { return strings.Trim(text, white) }

// unit is one level of indentation.
const unit = 2

func newLayout(f *messages.Feature, source []string) *layout {
	l := &layout{source: source, lines: make([]line, len(source))}
	for i, text := range source {
		trimmed := trim(text)
		l.lines[i] = line{text: trimmed}
		switch {
		case trimmed == "":
			l.lines[i].kind = empty
		case strings.HasPrefix(trimmed, "#"):
			l.lines[i].kind = comment
		}
	}
	l.tags(f.Tags, 0)
	l.heading(f.Location, f.Keyword, f.Name, 0, heading)
	l.description(f.Location, 1)
	for _, c := range f.Children {
		l.child(c.Background, c.Scenario, 1)
		if c.Rule == nil {
			continue
		}
		l.tags(c.Rule.Tags, 1)
		l.heading(c.Rule.Location, c.Rule.Keyword, c.Rule.Name, 1, heading)
		l.description(c.Rule.Location, 2)
		for _, rc := range c.Rule.Children {
			l.child(rc.Background, rc.Scenario, 2)
		}
	}
	l.comments()
	return l
}

func (l *layout) child(b *messages.Background, s *messages.Scenario, level int) {
	if b != nil {
		l.heading(b.Location, b.Keyword, b.Name, level, heading)
		l.steps(b.Steps, level+1)
		l.description(b.Location, level+1)
	}
	if s == nil {
		return
	}
	l.tags(s.Tags, level)
	l.heading(s.Location, s.Keyword, s.Name, level, heading)
	l.steps(s.Steps, level+1)
	for _, e := range s.Examples {
		l.tags(e.Tags, level+1)
		l.heading(e.Location, e.Keyword, e.Name, level+1, examples)
		rows := e.TableBody
		if e.TableHeader != nil {
			rows = append([]*messages.TableRow{e.TableHeader}, rows...)
		}
		l.table(rows, level+2)
		l.description(e.Location, level+2)
	}
	l.description(s.Location, level+1)
}

// at returns the line of a location in the syntax tree.
func (l *layout) at(place *messages.Location) *line { return &l.lines[place.Line-1] }

func (l *layout) heading(at *messages.Location, keyword, name string, level int, k kind) {
	*l.at(at) = line{trim(keyword + ": " + name), k, level * unit}
}

// tags writes tags with one space between them. A comment may follow them.
func (l *layout) tags(all []*messages.Tag, level int) {
	for _, t := range all {
		one := l.at(t.Location)
		text := trim(l.source[t.Location.Line-1])
		behind := ""
		if i := strings.Index(text, " #"); i >= 0 {
			text, behind = text[:i], text[i:]
		}
		*one = line{strings.Join(strings.Fields(text), " ") + behind, tags, level * unit}
	}
}

func (l *layout) steps(all []*messages.Step, level int) {
	for _, s := range all {
		rest := strings.TrimPrefix(strings.TrimLeft(l.source[s.Location.Line-1], white), s.Keyword)
		if strings.HasPrefix(rest, " ") && !strings.HasSuffix(s.Keyword, " ") {
			rest = " " + trim(rest) // Chinese keywords may or may not be followed by a space
		} else {
			rest = trim(rest)
		}
		*l.at(s.Location) = line{s.Keyword + rest, stepLine, level * unit}
		if s.DataTable != nil {
			l.table(s.DataTable.Rows, level+1)
		}
		if s.DocString != nil {
			l.docString(s.DocString, level+1)
		}
	}
}

// description indents the description below a heading as a block, so that lists in it are preserved.
func (l *layout) description(at *messages.Location, level int) {
	var block []int
	for i := int(at.Line); i < len(l.lines); i++ {
		if k := l.lines[i].kind; k == empty || k == comment {
			continue
		} else if k != other {
			break
		}
		block = append(block, i)
	}
	least := -1
	for _, i := range block {
		if n := indentation(l.source[i]); least < 0 || n < least {
			least = n
		}
	}
	for _, i := range block {
		l.lines[i].indent = level*unit + indentation(l.source[i]) - least
	}
}

// indentation returns how many columns of white space a line begins with; a tab counts as one level.
func indentation(text string) int {
	n := 0
	for _, r := range text {
		switch r {
		case ' ':
			n++
		case '\t':
			n += unit
		default:
			return n
		}
	}
	return n
}

// comments are indented like the line after them, or else like the line before them.
func (l *layout) comments() {
	next := -1
	for i := len(l.lines) - 1; i >= 0; i-- {
		switch one := &l.lines[i]; one.kind {
		case empty:
		case comment:
			one.indent = next
		default:
			next = one.indent
		}
	}
	last := 0
	for i := range l.lines {
		switch one := &l.lines[i]; {
		case one.kind == empty:
		case one.kind == comment && one.indent < 0:
			one.indent = last
		default:
			last = one.indent
		}
	}
}
