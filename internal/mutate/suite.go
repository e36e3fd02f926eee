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

// Suite is scenarios, and the manifests that they use.
type Suite struct {
	Plan    *plan.Plan
	Cases   []*Case   // in the order of the features
	Sources []*Source // in the order of their first use

	// files are those of the plan as they were when the suite was read: what somebody changes meanwhile is not a mutant.
	files fs.FS
}

// Case is a scenario, or one row of an outline.
type Case struct {
	Pickle *gherkin.Pickle
	// Index is the number of the scenario among all of its feature.
	Index   int
	Sources []*Source
	Base    Outcome // of the unbroken run
}

// ID names the scenario, as gherkind run takes it.
func (c *Case) ID() string { return c.Pickle.ID }

// Source is a manifest as it is written: a file, or a doc string of a feature.
type Source struct {
	Path string // of the file or the feature
	Line int    // in the feature: of the opening quotes; 0 for a file
	Text []byte // the manifest; of a doc string without its indentation
	File []byte // the whole file
	// Refused says that a step wants the API server to refuse it.
	Refused bool
	// Feature says that it is not a manifest, but the feature itself.
	Feature bool
	Cases   []*Case
}

// in tells whether a scenario uses the manifest.
func (s *Source) in(c *Case) bool { return slices.Contains(s.Cases, c) }

// At is the place of a line of the manifest in its file.
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

// sources finds those of one scenario.
func (s *Suite) sources(c *Case) error {
	for _, each := range c.Pickle.Steps {
		match, err := each.Match()
		if err != nil {
			return err
		}
		refused := steps.WantsRefusal(match.Match)
		for _, m := range plan.ManifestsOfStep(each) {
			if m.Folder != "" {
				continue // what a kustomization makes stands in several files
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

// With is the file in which the manifest stands, with another text in its place.
func (s *Source) With(text []byte) []byte {
	if s.Line == 0 {
		return text
	}
	return docString(s.File, s.Line).with(text)
}

// Tried are the scenarios with which mutants are to be tried: a cluster of another shape, or with add-ons, is for them only.
func (s *Suite) Tried(mutants []*Mutant) []*gherkin.Pickle {
	var tried []*gherkin.Pickle
	for _, c := range s.Cases {
		if slices.ContainsFunc(mutants, func(m *Mutant) bool { return m.Source.in(c) && !m.decided() }) {
			tried = append(tried, c.Pickle)
		}
	}
	return tried
}

// Of are the cases of some of the suite's scenarios.
func (s *Suite) Of(pickles []*gherkin.Pickle) []*Case {
	var found []*Case
	for _, c := range s.Cases {
		if slices.Contains(pickles, c.Pickle) {
			found = append(found, c)
		}
	}
	return found
}
