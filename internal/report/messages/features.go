package messages

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"

	gherkin "github.com/cucumber/gherkin/go/v26"

	messages "github.com/cucumber/messages/go/v21"
)

// features adds the files, their parsed documents, and the pickle of each scenario of the run. The files are parsed again because
// ids must be unique in the whole run here, while those used for running are unique per file.
func (e *envelopes) features(r *report.Run, ids func() string) map[*report.Scenario]*messages.Pickle {
	found := map[string]*messages.Pickle{}
	for _, f := range r.Features {
		e.add(messages.Envelope{Source: &messages.Source{
			Uri: f.URI, Data: f.Text, MediaType: messages.SourceMediaType_TEXT_X_CUCUMBER_GHERKIN_PLAIN,
		}})
		doc := parseFeature(f, ids)
		if doc == nil {
			continue
		}
		e.add(messages.Envelope{GherkinDocument: doc})
		lines := linesOf(doc.Feature)
		for _, p := range gherkin.Pickles(*doc, f.URI, ids) {
			found[place(f.URI, lines[p.AstNodeIds[len(p.AstNodeIds)-1]])] = p
		}
	}
	pickles := map[*report.Scenario]*messages.Pickle{}
	for _, s := range r.Scenarios {
		p := found[place(s.URI, int64(s.Line))]
		if p == nil || len(p.Steps) != len(s.Steps) {
			doc := makeDocument(s, ids)
			e.add(messages.Envelope{GherkinDocument: doc})
			p = gherkin.Pickles(*doc, doc.Uri, ids)[0]
		}
		if s.Repetition > 1 {
			p = another(p, s, ids)
		}
		pickles[s] = p
		e.add(messages.Envelope{Pickle: p})
	}
	return pickles
}

// another returns a copy of a pickle, for a scenario that runs several times.
func another(p *messages.Pickle, s *report.Scenario, ids func() string) *messages.Pickle {
	again := *p
	again.Id, again.Name, again.Steps = ids(), show.Attr(s.Name), nil
	for _, step := range p.Steps {
		copied := *step
		copied.Id = ids()
		again.Steps = append(again.Steps, &copied)
	}
	return &again
}

func place(uri string, line int64) string { return fmt.Sprintf("%s:%d", uri, line) }

// parseFeature returns nil if the text is not a feature. It was one when it ran, but the parser panics on very long lines, and a
// report must not.
func parseFeature(f report.Feature, ids func() string) (doc *messages.GherkinDocument) {
	defer func() {
		if recover() != nil {
			doc = nil
		}
	}()
	doc, err := gherkin.ParseGherkinDocument(strings.NewReader(f.Text), ids)
	if err != nil || doc.Feature == nil {
		return nil
	}
	doc.Uri = f.URI
	return doc
}

// linesOf returns the lines of scenarios and rows of examples by their ids.
func linesOf(f *messages.Feature) map[string]int64 {
	lines := map[string]int64{}
	add := func(s *messages.Scenario) {
		if s == nil {
			return
		}
		lines[s.Id] = s.Location.Line
		for _, ex := range s.Examples {
			for _, row := range ex.TableBody {
				lines[row.Id] = row.Location.Line
			}
		}
	}
	for _, c := range f.Children {
		add(c.Scenario)
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			add(rc.Scenario)
		}
	}
	return lines
}

// makeDocument returns a feature with one scenario whose file is unknown: readers find a scenario through its feature.
func makeDocument(s *report.Scenario, ids func() string) *messages.GherkinDocument {
	sc := &messages.Scenario{
		Id: ids(), Location: &messages.Location{Line: int64(s.Line)}, Keyword: "Scenario", Name: show.Attr(s.Name),
		Tags: []*messages.Tag{}, Steps: []*messages.Step{}, Examples: []*messages.Examples{},
	}
	for _, step := range s.Steps {
		sc.Steps = append(sc.Steps, &messages.Step{
			Id: ids(), Location: &messages.Location{Line: int64(step.Line)}, Keyword: show.Attr(step.Keyword) + " ",
			KeywordType: messages.StepKeywordType_UNKNOWN, Text: show.Attr(step.Text),
		})
	}
	return &messages.GherkinDocument{Uri: show.Attr(s.URI), Comments: []*messages.Comment{}, Feature: &messages.Feature{
		Location: &messages.Location{Line: 1}, Tags: []*messages.Tag{}, Language: gherkin.DefaultDialect, Keyword: "Feature",
		Name: show.Attr(s.Feature), Children: []*messages.FeatureChild{{Scenario: sc}},
	}}
}

// definitions adds the catalogue and returns the ids by name. Its patterns are Cucumber expressions.
func (e *envelopes) definitions(r *report.Run, ids func() string) map[string]string {
	byName := map[string]string{}
	for _, d := range r.Definitions {
		byName[d.Name] = ids()
		e.add(messages.Envelope{StepDefinition: &messages.StepDefinition{
			Id:              byName[d.Name],
			Pattern:         &messages.StepDefinitionPattern{Source: d.Pattern, Type: messages.StepDefinitionPatternType_CUCUMBER_EXPRESSION},
			SourceReference: &messages.SourceReference{Uri: "gherkind/steps/" + d.Name},
		}})
	}
	return byName
}
