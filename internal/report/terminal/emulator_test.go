package terminal

import (
	"strconv"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// emulator is a terminal with the given number of columns and unlimited rows. It supports the sequences that Terminal may use,
// and fails the test for any other.
type emulator struct {
	t        testing.TB
	cols     int
	rows     []string // text without colours
	row, col int
	wrapped  bool // a character did not fit and was put on the next row
	writes   int
}

func (e *emulator) Write(data []byte) (int, error) {
	e.writes++
	text := string(data)
	for text != "" {
		switch {
		case text[0] == '\x1b':
			text = e.sequence(text)
			continue
		case text[0] == '\r':
			e.col = 0
		case text[0] == '\n':
			e.row, e.col = e.row+1, 0
		case text[0] < ' ' || text[0] == 0x7f:
			e.t.Fatalf("control character %q is written", text[0])
		default:
			r := []rune(text)[0]
			e.put(r)
			text = text[len(string(r)):]
			continue
		}
		text = text[1:]
	}
	return len(data), nil
}

func (e *emulator) sequence(text string) string {
	end := strings.IndexAny(text, "AJm")
	if !strings.HasPrefix(text, "\x1b[") || end < 0 {
		e.t.Fatalf("unknown sequence %q", text[:min(len(text), 12)])
	}
	switch arg := text[2:end]; text[end] {
	case 'A':
		n, err := strconv.Atoi(arg)
		if err != nil || n > e.row {
			e.t.Fatalf("cannot go up by %q from row %d", arg, e.row)
		}
		e.row -= n
	case 'J':
		e.line()
		e.rows = e.rows[:e.row+1]
		e.rows[e.row] = cut(e.rows[e.row], e.col)
	}
	return text[end+1:]
}

func (e *emulator) put(r rune) {
	w := plaintext.Width(string(r))
	if e.col+w > e.cols {
		e.wrapped = true
		e.row, e.col = e.row+1, 0
	}
	e.line()
	if plaintext.Width(e.rows[e.row]) != e.col {
		e.t.Fatalf("row %d is written at column %d, but is %q", e.row, e.col, e.rows[e.row])
	}
	e.rows[e.row] += string(r)
	e.col += w
}

func (e *emulator) line() {
	for len(e.rows) <= e.row {
		e.rows = append(e.rows, "")
	}
}

func cut(s string, cols int) string {
	if cols == 0 {
		return ""
	}
	return plaintext.Clip(s, cols, "")
}

func (e *emulator) String() string { return strings.TrimRight(strings.Join(e.rows, "\n"), "\n") + "\n" }
