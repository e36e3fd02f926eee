package roster

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"
)

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
		r.bad(line, "write it as 2026-12-24T18:00:00+01:00, with the time zone", "submitted: %q is not a time", text)
	}
	return t
}

// cell rejects values that no import of marks could match.
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

// graded checks what is graded, and makes its paths relative to the working folder.
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
		r.bad(e.Line, "use only one of them", "%s has both a namespace and a submission", who)
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
