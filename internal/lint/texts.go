package lint

import (
	"bytes"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// texts are the lines of the files that were looked at.
type texts struct {
	fsys  fs.FS
	lines map[string][]string
}

// of are the lines of a file; nil of one that cannot be read, as it has been said then.
func (t *texts) of(file string) []string {
	if lines, known := t.lines[file]; known {
		return lines
	}
	data, err := fs.ReadFile(t.fsys, file)
	var lines []string
	if err == nil {
		lines = splitLines(data)
	}
	if t.lines == nil {
		t.lines = map[string][]string{}
	}
	t.lines[file] = lines
	return lines
}

// splitLines are the lines of a text, without what ends them and without a byte order mark.
func splitLines(data []byte) []string {
	lines := strings.Split(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// line is a line of a file, counted from 1; "" when there is none.
func (t *texts) line(file string, number int) string {
	if lines := t.of(file); number >= 1 && number <= len(lines) {
		return lines[number-1]
	}
	return ""
}

// find is where a piece stands in a line; all of the line when it is empty or not there.
func (t *texts) find(file string, number int, piece string) Range {
	text := t.line(file, number)
	if i := strings.Index(text, piece); piece != "" && i >= 0 {
		return between(max(number, 1), text, i, i+len(piece))
	}
	trimmed := strings.TrimSpace(text)
	start := strings.Index(text, trimmed)
	return between(max(number, 1), text, start, start+len(trimmed))
}

// between is a part of a line that is given in bytes.
func between(number int, text string, start, end int) Range {
	column := utf8.RuneCountInString(text[:start]) + 1
	return Range{number, column, column + utf8.RuneCountInString(text[start:end])}
}
