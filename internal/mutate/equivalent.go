package mutate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// DeclarationFile is the name of the files in which mutants are declared equivalent: in the folders of the features and
// those above.
const DeclarationFile = "mutants.yaml"

// declaration says that mutants change nothing that could be noticed.
type declaration struct {
	Manifest string `yaml:"manifest"` // as a step names it, or as its path ends
	Operator string `yaml:"operator"` // may have * in it
	Says     string `yaml:"says"`     // what the mutant says, as the report does; may have * in it; empty: all of the operator
	Reason   string `yaml:"reason"`

	line  int    // of a comment, in the manifest: for mutants of its line or of the next; 0: of any line
	place string // where it stands
	used  bool
}

// Declare takes up what the writer has declared to be equivalent, in files and in comments of the manifests. Mutants of that
// are not tried. What has no reason, or cannot be read, is an error; the notes name declarations that fit no mutant.
func (s *Suite) Declare(mutants []*Mutant) (notes []string, err error) {
	var all []*declaration
	for _, file := range s.declarationFiles() {
		found, err := s.declared(file)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	for _, source := range s.Sources {
		found, err := commented(source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	for _, m := range mutants {
		for _, d := range all {
			if d.fits(m) {
				d.used = true
				m.decide(Equivalent, nil, d.Reason)
			}
		}
	}
	for _, d := range all {
		if !d.used && slices.ContainsFunc(mutants, func(m *Mutant) bool { return d.names(m.Source) }) {
			notes = append(notes, fmt.Sprintf("%s declares a mutant of operator %s equivalent that there is not", d.place, d.Operator))
		}
	}
	return notes, nil
}

// declarationFiles are those that there are, each once.
func (s *Suite) declarationFiles() []string {
	var files []string
	for _, c := range s.Cases {
		for dir := path.Dir(c.Pickle.URI); ; dir = path.Dir(dir) {
			name := path.Join(dir, DeclarationFile)
			if info, err := fs.Stat(s.Plan.FS, name); err == nil && !info.IsDir() && !slices.Contains(files, name) {
				files = append(files, name)
			}
			if dir == "." || dir == "/" || path.Base(dir) == ".." {
				break
			}
		}
	}
	return files
}

// declared are the declarations of a file.
func (s *Suite) declared(file string) ([]*declaration, error) {
	data, err := fs.ReadFile(s.Plan.FS, file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var content struct {
		Equivalent []*declaration `yaml:"equivalent"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("read %s: %w; it lists under equivalent, each with manifest, operator and reason, and with says for one of several", file, err)
	}
	for i, d := range content.Equivalent {
		if d.Manifest == "" || d.Operator == "" || strings.TrimSpace(d.Reason) == "" {
			return nil, fmt.Errorf("%s: entry %d lacks %s", file, i+1, "a manifest, an operator or a reason: name what is equivalent, and why")
		}
		if _, err := path.Match(d.Operator, ""); err != nil {
			return nil, fmt.Errorf("%s: entry %d: operator %q: %w", file, i+1, d.Operator, err)
		}
		d.place = file
	}
	return content.Equivalent, nil
}

// comment is a declaration in a manifest.
var comment = regexp.MustCompile(`#\s*gherkind:\s*equivalent\b\s*([\w*?-]*)\s*:?\s*(.*)$`)

// commented are the declarations in the comments of a manifest.
func commented(s *Source) ([]*declaration, error) {
	var all []*declaration
	for i, line := range strings.Split(string(s.Text), "\n") {
		found := comment.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		d := &declaration{
			Manifest: s.Path, Operator: found[1], Reason: strings.TrimSpace(found[2]),
			line: s.At(i + 1), place: fmt.Sprintf("%s:%d", s.Path, s.At(i+1)),
		}
		if d.Operator == "" || d.Reason == "" {
			return nil, fmt.Errorf("%s: %w", d.place, errComment)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			d.line = s.At(nextLine(string(s.Text), i) + 1)
		}
		all = append(all, d)
	}
	return all, nil
}

var errComment = errors.New("write it as: # gherkind: equivalent OPERATOR: reason")

// nextLine is the number of the first line after one that is neither empty nor a comment, from 0.
func nextLine(text string, after int) int {
	lines := strings.Split(text, "\n")
	for i := after + 1; i < len(lines); i++ {
		if line := strings.TrimSpace(lines[i]); line != "" && line[0] != '#' {
			return i
		}
	}
	return after
}

// names reports whether the declaration speaks of a manifest.
func (d *declaration) names(s *Source) bool {
	return s.Path == d.Manifest || strings.HasSuffix(s.Path, "/"+d.Manifest)
}

// fits reports whether the declaration is about a mutant.
func (d *declaration) fits(m *Mutant) bool {
	operator, err := path.Match(d.Operator, m.Operator)
	return err == nil && operator && d.names(m.Source) && (d.line == 0 || d.line == m.Line) && d.saysSo(m.Says)
}

// saysSo reports whether the declaration is about a sentence, in which * stands for any characters.
func (d *declaration) saysSo(text string) bool {
	if d.Says == "" || d.Says == text {
		return true
	}
	parts := strings.Split(d.Says, "*")
	last := len(parts) - 1
	if last == 0 || !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[last])
}
