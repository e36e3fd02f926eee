package proven

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// Inputs are everything that an outcome depends on, as hashes by readable names: "file manifests/web.yaml", "step pod-is".
type Inputs map[string]string

// Hash returns the hash by which inputs are compared.
func Hash(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Changed returns the names of the inputs that differ, sorted.
func (now Inputs) Changed(then Inputs) []string {
	names := maps.Clone(now)
	maps.Copy(names, then)
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if now[name] != then[name] {
			changed = append(changed, name)
		}
	}
	return changed
}

// Catalogue has the definitions of all steps, and their source.
type Catalogue struct {
	Steps  *step.Catalogue
	Source *Source
}

// ReadCatalogue reads the definitions and, from the folder of the module, their source.
func ReadCatalogue(module fs.FS) (Catalogue, error) {
	c, err := steps.Catalogue()
	if err != nil {
		return Catalogue{}, fmt.Errorf("build the step catalogue: %w", err)
	}
	s, err := ReadSource(module, StepFolders()...)
	return Catalogue{c, s}, err
}

// Of returns the inputs of a scenario: its own text and that of its backgrounds, the files that its steps name, and the
// definitions of its steps. For a definition that acts on the cluster, or is one of taken, the source is included, because a
// replay takes its outcome from the recording.
func (c Catalogue) Of(p *gherkin.Pickle, tree fs.FS, taken ...string) (Inputs, error) {
	return c.inputs(p, tree, func(def step.Def) bool { return def.Acts || slices.Contains(taken, def.Name) })
}

// Whole returns the inputs for a proof without a recording that can be judged again: the source of all definitions is included.
func (c Catalogue) Whole(p *gherkin.Pickle, tree fs.FS) (Inputs, error) {
	return c.inputs(p, tree, func(step.Def) bool { return true })
}

func (c Catalogue) inputs(p *gherkin.Pickle, tree fs.FS, counts func(step.Def) bool) (Inputs, error) {
	files := &opened{FS: tree, read: map[string]string{}}
	own := *p
	own.Steps = slices.Clone(p.Steps)
	p = &own
	gherkin.Bind([]*gherkin.Feature{{Pickles: []*gherkin.Pickle{p}}}, c.Steps, files)
	in := Inputs{"scenario " + p.Name: textOf(p)}
	for _, s := range p.Steps {
		match, err := s.Match()
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", p.URI, s.Line, err)
		}
		if err, _ := match.Problems(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", p.URI, s.Line, err)
		}
		def := match.Def
		parts := []string{def.Pattern}
		if counts(def) {
			source, err := c.Source.Of(def.Name)
			if err != nil {
				return nil, err
			}
			parts = append(parts, source)
		}
		in["step "+def.Name] = Hash(parts...)
	}
	for name, hash := range files.read {
		in["file "+name] = hash
	}
	return in, nil
}

// textOf returns a hash of the text of a scenario without comments, descriptions and line numbers.
func textOf(p *gherkin.Pickle) string {
	parts := []string{p.Name, strings.Join(p.Tags, " ")}
	for _, s := range p.Steps {
		parts = append(parts, s.Keyword, s.Text, s.Argument.String())
	}
	return Hash(parts...)
}

// opened is a tree that records which of its files are read.
type opened struct {
	fs.FS
	read map[string]string
}

// ReadFile implements fs.ReadFileFS.
func (o *opened) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(o.FS, name)
	if err == nil {
		o.read[name] = Hash(string(data))
	}
	return data, err
}

// Open implements fs.FS.
func (o *opened) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(o.FS, name); err == nil && info.Mode().IsRegular() {
		if _, err := o.ReadFile(name); err != nil {
			return nil, err
		}
	}
	return o.FS.Open(name)
}
