// Package roster reads the list of a class: a CSV file with a line for each student.
package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/words"
)

// Limits of a roster.
const (
	maxBytes    = 16 << 20
	maxStudents = 20000
)

// Entry is a student with what is graded.
type Entry struct {
	Student    marks.Student
	Namespace  string    // where the student has built it
	Submission string    // or the folder or ZIP file that was handed in
	Submitted  time.Time // when it was handed in; zero when the roster does not say
	Line       int       // of the roster
}

// columns are the fields with their names, which are compared without case, blanks and signs.
var columns = map[string][]string{
	"id":         {"id", "student id", "student number", "id number", "matriculation number", "学号"},
	"name":       {"name", "full name", "student", "student name", "姓名"},
	"first":      {"first name", "given name", "forename", "first", "名"},
	"last":       {"last name", "family name", "surname", "last", "姓"},
	"email":      {"email", "e-mail", "email address", "mail", "邮箱", "电子邮件"},
	"login":      {"login", "login id", "sis login id", "user name", "user"},
	"sis":        {"sis id", "sis user id"},
	"lti":        {"lti id", "lti user id"},
	"section":    {"section", "group", "班级"},
	"namespace":  {"namespace", "ns", "命名空间"},
	"submission": {"submission", "path", "folder", "file", "zip", "提交"},
	"submitted":  {"submitted", "submitted at", "handed in", "提交时间"},
}

// ReadFile reads a roster. Paths in it are relative to its folder. The error is [gherkin.Problems] with all that is wrong.
func ReadFile(path string) ([]Entry, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	return parse(&reading{path: path}, data)
}

// ReadStudents reads a roster of students who hand in later, or work in the namespaces that it names. Submissions in it are not looked at.
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

// reading is a roster that is being read, with what is wrong with it.
type reading struct {
	path     string
	problems gherkin.Problems
	field    map[int]string // of each column
	// studentsOnly reads who the students are, and in which namespace they work, if in any.
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

// separator is what stands between the cells of the first line: a comma, a semicolon, or a tab.
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

func normal(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(strings.TrimSpace(name)))
}

func (r *reading) head(names []string, line int) {
	byName := map[string]string{}
	for field, all := range columns {
		for _, name := range all {
			byName[normal(name)] = field
		}
	}
	taken := map[string]string{}
	var unknown []string
	for i, name := range names {
		field, known := byName[normal(name)]
		if !known {
			unknown = append(unknown, name) // rosters have columns that are for others
			continue
		}
		if other, twice := taken[field]; twice {
			r.bad(line, "leave one of them out", "the columns %q and %q both mean %s", other, name, field)
		}
		taken[field], r.field[i] = name, field
	}
	r.needed(taken, unknown, line)
}

func (r *reading) needed(taken map[string]string, unknown []string, line int) {
	if taken["id"] == "" && taken["email"] == "" && taken["login"] == "" {
		r.bad(line, meant("id", unknown), "no column says who the students are: name one of them id, email or login")
	}
	if !r.studentsOnly && taken["namespace"] == "" && taken["submission"] == "" {
		suggestion := meant("namespace", unknown)
		if suggestion == "" {
			suggestion = meant("submission", unknown)
		}
		r.bad(line, suggestion, "no column says what is graded: name one of them namespace or submission")
	}
}

// meant finds the column that may have been meant.
func meant(field string, unknown []string) string {
	var bare []string
	for _, name := range unknown {
		bare = append(bare, normal(name))
	}
	if near := words.Nearest(field, bare); near != "" {
		return fmt.Sprintf("is the column %q meant", unknown[slices.Index(bare, near)])
	}
	return ""
}

func (r *reading) entry(record []string, line int) Entry {
	e, submitted := Entry{Line: line}, ""
	to := map[string]*string{
		"id": &e.Student.ID, "name": &e.Student.Name, "first": &e.Student.FirstName, "last": &e.Student.LastName, "email": &e.Student.Email,
		"login": &e.Student.Login, "sis": &e.Student.SIS, "lti": &e.Student.LTI, "section": &e.Student.Section,
		"namespace": &e.Namespace, "submission": &e.Submission, "submitted": &submitted,
	}
	for i, cell := range record {
		if field := r.field[i]; field != "" {
			*to[field] = strings.TrimSpace(cell)
			r.cell(field, strings.TrimSpace(cell), line)
		}
	}
	if submitted != "" {
		e.Submitted = r.time(submitted, line)
	}
	if e.Student.Name == "" {
		e.Student.Name = strings.TrimSpace(e.Student.FirstName + " " + e.Student.LastName)
	}
	r.graded(&e)
	return e
}

func (r *reading) time(text string, line int) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.bad(line, "write it as 2026-12-24T18:00:00+01:00, with the time zone", "submitted: %q is no time", text)
	}
	return t
}

// cell refuses what no import of marks could match again.
func (r *reading) cell(field, cell string, line int) {
	if cell == "" {
		return
	}
	if slices.Contains([]string{"id", "email", "login", "sis"}, field) && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0]) {
		r.bad(line, "", "the %s %q begins with a sign that a spreadsheet takes for a formula", field, cell)
	}
	if strings.ContainsFunc(cell, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		r.bad(line, "", "the %s %q has control characters", field, cell)
	}
}

// graded checks what is graded, and makes its paths those of the working folder.
func (r *reading) graded(e *Entry) {
	who := e.Student.Key()
	if r.studentsOnly {
		e.Submission = ""
	}
	switch {
	case who == "":
		r.bad(e.Line, "fill in the id, or remove the line", "the student has no id")
	case e.Namespace == "" && e.Submission == "" && r.studentsOnly:
	case e.Namespace == "" && e.Submission == "":
		r.bad(e.Line, "", "%s has neither a namespace nor a submission", who)
	case e.Namespace != "" && e.Submission != "":
		r.bad(e.Line, "leave one of them out", "%s has both a namespace and a submission", who)
	case e.Namespace != "":
		for _, wrong := range validation.IsDNS1123Label(e.Namespace) {
			r.bad(e.Line, "", "namespace %q: %s", e.Namespace, wrong)
		}
	}
	if e.Submission == "" {
		return
	}
	e.Submission = r.below(e.Submission)
	if _, err := os.Stat(e.Submission); err != nil {
		r.bad(e.Line, "paths are relative to the folder of the roster", "%s: %v", who, err)
	}
}

func (r *reading) below(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(r.path), path)
}

// together finds students that stand twice, or share what is graded.
func (r *reading) together(entries []Entry) {
	if len(entries) == 0 {
		r.bad(0, "write a line for each student below the names of the columns", "the roster has no students")
	}
	if len(entries) > maxStudents {
		r.bad(0, "", "a roster has at most %d students, this one has %d", maxStudents, len(entries))
		return
	}
	first := map[string]int{}
	once := func(e Entry, what, key string) {
		if before := first[what+"\x00"+key]; before > 0 {
			r.bad(e.Line, "", "the %s %s stands in line %d already", what, key, before)
			return
		}
		first[what+"\x00"+key] = e.Line
	}
	for _, e := range entries {
		if key := e.Student.Key(); key != "" {
			once(e, "student", key)
		}
		if e.Namespace != "" {
			once(e, "namespace", e.Namespace)
		}
		if e.Submission != "" {
			once(e, "submission", e.Submission)
		}
	}
}
