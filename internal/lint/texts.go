package lint

import (
	"bytes"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// texts caches the lines of the files.
type texts struct {
	fsys  fs.FS
	lines map[string][]string
}

// of returns the lines of a file; nil if it cannot be read, which is reported elsewhere.
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

// splitLines splits a text into lines, without line endings and byte order mark.
func splitLines(data []byte) []string {
	lines := strings.Split(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// line returns a line of a file, counted from 1; "" if it does not exist.
func (t *texts) line(file string, number int) string {
	if lines := t.of(file); number >= 1 && number <= len(lines) {
		return lines[number-1]
	}
	return ""
}

// find returns the position of a piece in a line; the whole line if the piece is empty or not found.
func (t *texts) find(file string, number int, piece string) Range {
	text := t.line(file, number)
	if i := strings.Index(text, piece); piece != "" && i >= 0 {
		return between(max(number, 1), text, i, i+len(piece))
	}
	trimmed := strings.TrimSpace(text)
	start := strings.Index(text, trimmed)
	return between(max(number, 1), text, start, start+len(trimmed))
}

// between returns a part of a line given by byte offsets.
func between(number int, text string, start, end int) Range {
	column := utf8.RuneCountInString(text[:start]) + 1
	return Range{number, column, column + utf8.RuneCountInString(text[start:end])}
}
