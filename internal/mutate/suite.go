package mutate

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/steps"
)

// Suite has scenarios, and the manifests that they use.
type Suite struct {
	Plan    *plan.Plan
	Cases   []*Case   // in the order of the features
	Sources []*Source // in the order of their first use

	// files are those of the plan as they were when the suite was read: later edits are not part of a mutant.
	files fs.FS
}

// Case is a scenario, or one row of an outline.
type Case struct {
	Pickle *gherkin.Pickle
	// Index is the position of the scenario among all of its feature.
	Index   int
	Sources []*Source
	Base    Outcome // of the unmodified run
}

// ID returns the scenario's ID, as gherkind run accepts it.
func (c *Case) ID() string { return c.Pickle.ID }

// Source is an original manifest: a file, or a doc string of a feature.
type Source struct {
	Path string // path of the file or the feature
	Line int    // line of the opening quotes in the feature; 0 for a file
	Text []byte // the manifest; a doc string without its indentation
	File []byte // the whole file
	// Refused says that a step expects the API server to refuse it.
	Refused bool
	// Feature says that this is not a manifest, but the feature itself.
	Feature bool
	Cases   []*Case
}

// in reports whether a scenario uses the manifest.
func (s *Source) in(c *Case) bool { return slices.Contains(s.Cases, c) }

// At returns the line in the file for a line of the manifest.
func (s *Source) At(line int) int { return s.Line + line }

// NewSuite finds the manifests of a plan's scenarios.
func NewSuite(p *plan.Plan) (*Suite, error) {
	s := &Suite{Plan: p, files: p.FS}
	all := map[string][]string{} // the IDs of all scenarios of a feature
	for _, pickle := range p.Pickles {
		if all[pickle.URI] == nil {
			s.files = tree.With(s.files, pickle.URI, pickle.Feature.Source)
			features, err := gherkin.Load(s.files, []string{pickle.URI})
			if err != nil {
				return nil, err
			}
			for _, each := range features[0].Pickles {
				all[pickle.URI] = append(all[pickle.URI], each.ID)
			}
		}
		c := &Case{Pickle: pickle, Index: slices.Index(all[pickle.URI], pickle.ID)}
		if err := s.sources(c); err != nil {
			return nil, err
		}
		s.Cases = append(s.Cases, c)
	}
	return s, nil
}

// sources finds the manifests of one scenario.
func (s *Suite) sources(c *Case) error {
	for _, each := range c.Pickle.Steps {
		match, err := each.Match()
		if err != nil {
			return err
		}
		refused := steps.WantsRefusal(match.Match)
		for _, m := range plan.ManifestsOfStep(each) {
			if m.Folder != "" {
				continue // the output of a kustomization comes from several files
			}
			at := 0
			if m.Path == c.Pickle.URI {
				at = each.Argument.DocString.Line
			}
			source, err := s.source(c, m.Path, at)
			if err != nil {
				return err
			}
			source.Refused = source.Refused || refused
			if !slices.Contains(c.Sources, source) {
				c.Sources = append(c.Sources, source)
				source.Cases = append(source.Cases, c)
			}
		}
	}
	return nil
}

func (s *Suite) source(c *Case, path string, line int) (*Source, error) {
	for _, known := range s.Sources {
		if known.Path == path && known.Line == line {
			return known, nil
		}
	}
	source := &Source{Path: path, Line: line}
	if line > 0 {
		source.File = c.Pickle.Feature.Source
		source.Text = docString(source.File, line).text()
	} else {
		data, err := fs.ReadFile(s.files, path)
		if err != nil {
			return nil, fmt.Errorf("read manifest %s: %w", path, err)
		}
		source.Text, source.File = data, data
		s.files = tree.With(s.files, path, data)
	}
	s.Sources = append(s.Sources, source)
	return source, nil
}

// With returns the file that contains the manifest, with the manifest replaced.
func (s *Source) With(text []byte) []byte {
	if s.Line == 0 {
		return text
	}
	return docString(s.File, s.Line).with(text)
}

// Tried returns the scenarios that are needed to try mutants: clusters of another topology, or with add-ons, are only created
// for these.
func (s *Suite) Tried(mutants []*Mutant) []*gherkin.Pickle {
	var tried []*gherkin.Pickle
	for _, c := range s.Cases {
		if slices.ContainsFunc(mutants, func(m *Mutant) bool { return m.Source.in(c) && !m.decided() }) {
			tried = append(tried, c.Pickle)
		}
	}
	return tried
}

// Of returns the cases of some of the suite's scenarios.
func (s *Suite) Of(pickles []*gherkin.Pickle) []*Case {
	var found []*Case
	for _, c := range s.Cases {
		if slices.Contains(pickles, c.Pickle) {
			found = append(found, c)
		}
	}
	return found
}
