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

// DeclarationFile is the name of the files that declare mutants equivalent, in the folders of the features and their parents.
const DeclarationFile = "mutants.yaml"

// declaration says that mutants change nothing noticeable.
type declaration struct {
	Manifest string `yaml:"manifest"` // as a step names it, or the end of its path
	Operator string `yaml:"operator"` // may contain *
	Says     string `yaml:"says"`     // the description of the mutant in the report; may contain *; empty: all of the operator
	Reason   string `yaml:"reason"`

	line  int    // for a comment, its line in the manifest: for mutants of this line or the next one; 0: any line
	place string // where the declaration is
	used  bool
}

// Declare reads the declarations of equivalent mutants, in files and in comments of manifests. These mutants are not tried. A
// declaration without a reason, or one that cannot be read, is an error; the notes name declarations that match no mutant.
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

// declarationFiles returns the existing declaration files, without duplicates.
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

// declared returns the declarations of a file.
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

// comment matches a declaration in a manifest.
var comment = regexp.MustCompile(`#\s*gherkind:\s*equivalent\b\s*([\w*?-]*)\s*:?\s*(.*)$`)

// commented returns the declarations in the comments of a manifest.
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

// nextLine returns the number, from 0, of the next line that is neither empty nor a comment.
func nextLine(text string, after int) int {
	lines := strings.Split(text, "\n")
	for i := after + 1; i < len(lines); i++ {
		if line := strings.TrimSpace(lines[i]); line != "" && line[0] != '#' {
			return i
		}
	}
	return after
}

// names reports whether the declaration is for a manifest.
func (d *declaration) names(s *Source) bool {
	return s.Path == d.Manifest || strings.HasSuffix(s.Path, "/"+d.Manifest)
}

// fits reports whether the declaration matches a mutant.
func (d *declaration) fits(m *Mutant) bool {
	operator, err := path.Match(d.Operator, m.Operator)
	return err == nil && operator && d.names(m.Source) && (d.line == 0 || d.line == m.Line) && d.saysSo(m.Says)
}

// saysSo reports whether the declaration matches a description; * matches any characters.
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
