package gherkin

import (
	"slices"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/steps/step"
)

// Feature is a parsed file and its selected part.
type Feature struct {
	// URI is the path in the file system given to [Load].
	URI string
	// Name is the text after "Feature:".
	Name string
	// Language is that of the "# language:" line, or "en" if there is none.
	Language string
	// Source is the text of the file, without a byte order mark.
	Source []byte
	// Document is the syntax tree.
	Document *messages.GherkinDocument
	// Pickles are the selected scenarios and rows, in the order of the file.
	Pickles []*Pickle

	all       []*messages.Pickle // every pickle of the file, as godog will create them again
	scenarios map[string]bool    // selected scenarios by syntax tree id; nil means all
}

// Pickle is a scenario, or one row of the Examples of a scenario outline, ready to run.
type Pickle struct {
	// ID is stable between runs while the file is unchanged: uri:line, or uri:line:rowline. [Load] accepts it as a path.
	ID string
	// Feature is the file that contains it.
	Feature *Feature
	// Rule is the name of its rule, or "".
	Rule string
	// Name is the name of the scenario with the values of the row. If several rows of an outline would have the same name, "
	// #n" with the number of the row is appended.
	Name string
	// URI is the path of the feature.
	URI string
	// Line is the line of the scenario, or of the row.
	Line int
	// ScenarioLine is the line of the scenario.
	ScenarioLine int
	// Tags are those of feature, rule, scenario and examples, with "@", without duplicates.
	Tags []string
	// Steps are those of the backgrounds and then its own.
	Steps []Step
	// Godog is the pickle as created by godog.
	Godog *messages.Pickle
	// Repetition is the number of this run of the scenario, from 1 to Repetitions; 0 if it runs once.
	Repetition, Repetitions int
}

// Step is a step of a pickle.
type Step struct {
	// Keyword is the keyword as written, "Given" or "假如", without the space after it.
	Keyword string
	// Role is the role of the step by its keyword; And and But have that of the previous step.
	Role step.Role
	// Text is the rest of the line, with the values of the row.
	Text string
	// Line is its line in the file.
	Line int
	// Argument is the doc string or table below it, with the values of the row.
	Argument step.Argument

	// Given are the values that the step may use. Known ones have already been filled in by Bind.
	Given Values

	bound bound // see Bind
}

// TagLine returns the line of the first occurrence of a tag, written with its "@"; 0 if there is none.
func (f *Feature) TagLine(tag string) int {
	tags := slices.Clone(f.Document.Feature.Tags)
	for _, c := range f.Document.Feature.Children {
		if c.Rule != nil {
			tags = append(tags, c.Rule.Tags...)
		}
	}
	each(f.Document.Feature, func(s *messages.Scenario) {
		tags = append(tags, s.Tags...)
		for _, e := range s.Examples {
			tags = append(tags, e.Tags...)
		}
	})
	line := 0
	for _, t := range tags {
		if at := int(t.Location.Line); t.Name == tag && (line == 0 || at < line) {
			line = at
		}
	}
	return line
}
