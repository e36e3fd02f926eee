package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/report/target"
	"github.com/gherkind/gherkind/internal/say"
)

// Format is a report format for --report.
type Format struct {
	Name, Doc string
	write     func(*say.Language, *mutate.Report) ([]byte, error)
}

// All returns the file formats.
func All() []Format {
	return []Format{
		{"github", "annotations for GitHub Actions, on the lines of the manifests", github},
		{"html", "a page for people: each manifest, its lines coloured by their mutants", page},
		{"json", "all mutants, with what became of each", asJSON},
		{"markdown", "a summary for the page of a CI step", markdown},
		{"sarif", "the survivors, for code scanning and editors", sarif},
	}
}

// Writer writes a report in a format to its file.
type Writer struct {
	Format Format
	File   string // "-" is stdout
}

// Parse parses the value of a --report flag: FORMAT, which is written to stdout, or FORMAT:FILE.
func Parse(spec string) (Writer, error) {
	if !strings.Contains(spec, ":") {
		spec += ":-"
	}
	var kinds []target.Kind
	for _, f := range All() {
		kinds = append(kinds, target.Kind{Name: f.Name, Example: "-"})
	}
	name, file, err := target.Parse("report", spec, kinds)
	if err != nil {
		return Writer{}, err
	}
	for _, f := range All() {
		if f.Name == name {
			return Writer{f, file}, nil
		}
	}
	return Writer{}, fmt.Errorf("report %q: there is no format %q", spec, name) // Parse has checked it
}

// Write writes the report in a language. Formats for programs are in English.
func (w Writer) Write(l *say.Language, r *mutate.Report, stdout io.Writer) error {
	data, err := w.Format.write(l, r)
	if err != nil {
		return fmt.Errorf("make the %s report: %w", w.Format.Name, err)
	}
	if w.File == "-" {
		_, err = stdout.Write(data)
	} else {
		err = show.Put(w.File, data, true)
	}
	if err != nil {
		return fmt.Errorf("write the %s report: %w", w.Format.Name, err)
	}
	return nil
}

func asJSON(_ *say.Language, r *mutate.Report) ([]byte, error) { return indented(r) }

func indented(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}
