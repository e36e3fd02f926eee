package export

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/report/target"
)

// Book is what is exported: grades of one exercise, at most one per student.
type Book struct {
	Grades    []*marks.Grade
	Now       time.Time // decides what students may see
	Published bool      // the instructor has published the marks
}

// Format is a file format for --export.
type Format struct {
	Name    string
	Doc     string // who reads it, in a few words
	Example string // an example of a file name
	Each    bool   // a file is about one student; the format cannot contain several
	// Import says that importing the file changes a system's data, so that students with undecided grades are left out.
	Import bool
	write  func(Book) ([]byte, error)
}

// All lists the formats in alphabetical order.
func All() []Format {
	return []Format{
		{Name: "canvas", Doc: "CSV for the gradebook of Canvas", Example: "canvas.csv", Import: true, write: canvas},
		{Name: "csv", Doc: "a table for instructors: a line for each student, with all criteria", Example: "marks.csv", write: table},
		{Name: "gradescope", Doc: "results.json of a Gradescope autograder", Example: "results.json", Each: true, write: gradescope},
		{Name: "json", Doc: "the whole result for instructors, documented and stable", Example: "marks.json", write: asJSON},
		{Name: "junit", Doc: "JUnit XML, for nearly every CI system", Example: "junit.xml", write: junit},
		{Name: "lti", Doc: "scores for the LTI Assignment and Grade Services, one per line", Example: "scores.ndjson", write: lti},
		{Name: "markdown", Doc: "feedback for a student; - for the standard output", Example: "-", Each: true, write: markdownPage},
		{Name: "moodle", Doc: "CSV for the grade import of Moodle, with feedback", Example: "moodle.csv", Import: true, write: moodle},
		{Name: "nbgrader", Doc: "CSV as nbgrader exports it", Example: "nbgrader.csv", Import: true, write: nbgrader},
	}
}

// Bytes returns the file.
func (f Format) Bytes(b Book) ([]byte, error) {
	if f.Each && len(b.Grades) != 1 {
		return nil, fmt.Errorf("write %s: a file of it is about one student, these are %d", f.Name, len(b.Grades))
	}
	data, err := f.write(b)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", f.Name, err)
	}
	return data, nil
}

// Placeholder in a file name is replaced for each student.
const Placeholder = "{student}"

// Export is a format with its file.
type Export struct {
	Format Format
	File   string // - is stdout
}

// Parse parses the value of an --export flag, such as `moodle:grades.csv`.
func Parse(spec string) (Export, error) {
	var kinds []target.Kind
	for _, f := range All() {
		kinds = append(kinds, target.Kind{Name: f.Name, Example: f.Example})
	}
	name, file, err := target.Parse("export", spec, kinds)
	if err != nil {
		return Export{}, err
	}
	for _, f := range All() {
		if f.Name == name {
			return Export{f, file}, nil
		}
	}
	return Export{}, fmt.Errorf("export %q: there is no format %q", spec, name) // Parse has checked it
}

// ParseAll parses all --export flags. No two may write the same file.
func ParseAll(specs []string) ([]Export, error) {
	var all []Export
	taken := map[string]string{} // by file
	for _, spec := range specs {
		e, err := Parse(spec)
		if err != nil {
			return nil, err
		}
		if other := taken[filepath.Clean(e.File)]; other != "" {
			return nil, fmt.Errorf("export %s: %s is written by --export %s already", spec, e.File, other)
		}
		taken[filepath.Clean(e.File)] = spec
		all = append(all, e)
	}
	return all, nil
}

// ForClass returns an error if the export cannot contain several students.
func (e Export) ForClass() error {
	if e.Format.Each && !strings.Contains(e.File, Placeholder) {
		dir, base := filepath.Split(e.File)
		return fmt.Errorf("export %s:%s: a file of it is about one student; put %s into its name, such as %s:%s", e.Format.Name, e.File, Placeholder, e.Format.Name, dir+Placeholder+"-"+strings.TrimPrefix(base, "-"))
	}
	return nil
}

// Put stores a finished file.
type Put func(file string, data []byte) error

// PutFile writes a file and replaces an existing one.
func PutFile(file string, data []byte) error {
	if err := show.Put(file, data, true); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// Save writes the file, or one for each student. leftOut names the students who are not in it because their grade is undecided.
func (e Export) Save(b Book, put Put) (leftOut []string, err error) {
	if e.Format.Import {
		b.Grades, leftOut = decided(b.Grades)
	}
	if !strings.Contains(e.File, Placeholder) {
		data, err := e.Format.Bytes(b)
		if err != nil {
			return leftOut, err
		}
		return leftOut, put(e.File, data)
	}
	names := FileNames(b.Grades)
	var wrong []error
	for i, g := range b.Grades {
		one := b
		one.Grades = []*marks.Grade{g}
		data, err := e.Format.Bytes(one)
		if err == nil {
			err = put(strings.ReplaceAll(e.File, Placeholder, names[i]), data)
		}
		wrong = append(wrong, err)
	}
	return leftOut, errors.Join(wrong...)
}

// decided separates decided grades from the students with undecided ones.
func decided(grades []*marks.Grade) (those []*marks.Grade, others []string) {
	for _, g := range grades {
		if _, ok := g.Points(); ok {
			those = append(those, g)
		} else {
			others = append(others, plaintext.Line(g.Student.Key(), show.MaxAttr))
		}
	}
	return those, others
}

// FileNames returns a unique file name for each student that is safe in any folder.
func FileNames(grades []*marks.Grade) []string {
	var names []string
	taken := map[string]bool{}
	for _, g := range grades {
		base := FileName(g.Student.Key())
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	return names
}

// mostName is the maximum length of the part of a file name that comes from a student's key.
const mostName = 80

// FileName turns text into a file name that is safe in any folder.
func FileName(text string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '@', r == '-':
			return r
		}
		return '_'
	}, text)
	name = strings.TrimLeft(name, ".-")
	if len(name) > mostName {
		name = name[:mostName]
	}
	if name == "" {
		return "student"
	}
	return name
}
