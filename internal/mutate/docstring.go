package mutate

import (
	"bytes"
	"strings"
)

// quoted is a doc string within the lines of its feature.
type quoted struct {
	lines    []string
	from, to int    // lines of the text: from is the first one, to that of the closing quotes
	indent   string // of the opening quotes
	quotes   string
}

// docString returns the doc string whose opening quotes are on a line, from 1.
func docString(feature []byte, line int) quoted {
	q := quoted{lines: strings.Split(string(feature), "\n"), from: line, to: line}
	opening := q.lines[line-1]
	inner := strings.TrimLeft(opening, " \t")
	q.indent, q.quotes = opening[:len(opening)-len(inner)], inner[:min(len(inner), len(`"""`))]
	for q.to < len(q.lines) && strings.TrimSpace(q.lines[q.to]) != q.quotes {
		q.to++
	}
	return q
}

// text returns the text between the quotes, without the indentation of the opening ones.
func (q quoted) text() []byte {
	var b bytes.Buffer
	for _, line := range q.lines[q.from:q.to] {
		for i := 0; i < len(q.indent) && line != "" && (line[0] == ' ' || line[0] == '\t'); i++ {
			line = line[1:]
		}
		b.WriteString(strings.ReplaceAll(strings.TrimSuffix(line, "\r"), q.escaped(), q.quotes) + "\n")
	}
	return b.Bytes()
}

// with returns the feature with another text between the quotes. Later lines keep their numbers, unless the text is longer.
func (q quoted) with(text []byte) []byte {
	var inner []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" {
			line = q.indent + strings.ReplaceAll(line, q.quotes, q.escaped())
		}
		inner = append(inner, line)
	}
	for len(inner) < q.to-q.from {
		inner = append(inner, "")
	}
	all := append(append(append([]string(nil), q.lines[:q.from]...), inner...), q.lines[q.to:]...)
	return []byte(strings.Join(all, "\n"))
}

// escaped returns the quotes as they are escaped in the text.
func (q quoted) escaped() string {
	var b strings.Builder
	for _, r := range q.quotes {
		b.WriteString(`\` + string(r))
	}
	return b.String()
}
