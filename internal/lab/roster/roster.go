// Package roster reads the list of a class: a CSV file with a line for each student.
package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Limits of a roster.
const (
	maxBytes    = 16 << 20
	maxStudents = 20000
)

// Entry is a student and what is graded.
type Entry struct {
	Student    marks.Student
	Namespace  string    // where the student works
	Submission string    // or the folder or ZIP file that was submitted
	Submitted  time.Time // when it was submitted; zero if the roster does not say
	Line       int       // in the roster
}

// ReadFile reads a roster. Paths in it are relative to its folder. The error is [gherkin.Problems] with everything that is
// wrong.
func ReadFile(path string) ([]Entry, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	return parse(&reading{path: path}, data)
}

// ReadStudents reads a roster of students who submit later, or work in the namespaces that it names. It ignores submissions.
func ReadStudents(path string) ([]Entry, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	return parse(&reading{path: path, studentsOnly: true}, data)
}

func readAll(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the roster: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("read the roster: %w", err)
	}
	return data, nil
}

// reading is a roster that is being read, with its problems.
type reading struct {
	path     string
	problems gherkin.Problems
	field    map[int]string // of each column
	// studentsOnly reads only the students and their namespaces, if any.
	studentsOnly bool
}

func (r *reading) bad(line int, suggestion, format string, args ...any) {
	r.problems = append(r.problems, gherkin.Problem{URI: r.path, Line: line, Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

func parse(r *reading, data []byte) ([]Entry, error) {
	r.field = map[int]string{}
	if len(data) > maxBytes {
		r.bad(0, "", "a roster has at most %d bytes", maxBytes)
		return nil, r.problems
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	lines := csv.NewReader(bytes.NewReader(data))
	lines.Comma, lines.FieldsPerRecord, lines.TrimLeadingSpace = separator(data), -1, true
	var entries []Entry
	for head := true; ; head = false {
		record, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if wrong, is := errors.AsType[*csv.ParseError](err); is {
			r.bad(wrong.Line, "a text with quotes is written \"like \"\"this\"\"\"", "cannot be read as CSV: %v", wrong.Err)
			return nil, r.problems
		} else if err != nil {
			return nil, fmt.Errorf("read the roster: %w", err)
		}
		line, _ := lines.FieldPos(0)
		if head {
			r.head(record, line)
			continue
		}
		entries = append(entries, r.entry(record, line))
	}
	r.together(entries)
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return entries, nil
}

// separator returns the separator of the first line: a comma, a semicolon, or a tab.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(r))) > bytes.Count(first, []byte(string(best))) {
			best = r
		}
	}
	return best
}
