package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/mutate"
)

// Format is a kind of report that --report takes.
type Format struct {
	Name, Doc string
	write     func(*mutate.Report) ([]byte, error)
}

// All are the formats that are files.
func All() []Format {
	return []Format{
		{"github", "annotations for GitHub Actions, on the lines of the manifests", github},
		{"html", "a page for people: each manifest, its lines coloured by their mutants", page},
		{"json", "all mutants, with what became of each", asJSON},
		{"markdown", "a summary for the page of a CI step", markdown},
		{"sarif", "the survivors, for code scanning and editors", sarif},
	}
}

// Writer writes a report in a format to its place.
type Writer struct {
	Format Format
	File   string // "-" is the standard output
}

// Parse reads what a --report flag asks for: FORMAT, which goes to the standard output, or FORMAT:FILE.
func Parse(spec string) (Writer, error) {
	name, file, _ := strings.Cut(spec, ":")
	if file == "" {
		file = "-"
	}
	var names []string
	for _, f := range All() {
		if f.Name == name {
			return Writer{f, file}, checked(spec, file)
		}
		names = append(names, f.Name)
	}
	return Writer{}, fmt.Errorf("report %q: there is no format %q; the formats are: %s", spec, name, strings.Join(names, ", "))
}

// checked finds out before anything runs that a file cannot be written.
func checked(spec, file string) error {
	if file == "-" {
		return nil
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("report %q: %s is a folder; name a file in it", spec, file)
	}
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report %q: %w", spec, err)
	}
	f, err := os.CreateTemp(dir, ".gherkind-*")
	if err != nil {
		return fmt.Errorf("report %q: no file can be made in %s: %w", spec, dir, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Write writes the report.
func (w Writer) Write(r *mutate.Report, stdout io.Writer) error {
	data, err := w.Format.write(r)
	if err != nil {
		return fmt.Errorf("make the %s report: %w", w.Format.Name, err)
	}
	if w.File == "-" {
		_, err = stdout.Write(data)
	} else {
		err = atomicfile.Write(w.File, data, 0o644)
	}
	if err != nil {
		return fmt.Errorf("write the %s report: %w", w.Format.Name, err)
	}
	return nil
}

func asJSON(r *mutate.Report) ([]byte, error) { return indented(r) }

func indented(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}
