package page

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/wording"
)

// Styles returns the styles of all pages.
func Styles() string { return styles }

// ClassPart renders the content of a class page, without the frame.
func ClassPart(c Class) (template.HTML, error) { return part(classPage, "class-part", classDataOf(c)) }

// CriteriaPart renders what a student may see of the criteria, in a language.
func CriteriaPart(v export.View, w *wording.Table) (template.HTML, error) {
	return part(studentPage, "criteria", studentData{W: w, Criteria: criteriaIn(v, w)})
}

func part(t *template.Template, name string, data any) (template.HTML, error) {
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, name, data); err != nil {
		return "", fmt.Errorf("make a part of a page: %w", err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // html/template has escaped what is in it
}
