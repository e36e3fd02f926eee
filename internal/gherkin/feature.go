package gherkin

import (
	"slices"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/steps/step"
)

// Feature is a parsed file and the part of it that is selected.
type Feature struct {
	// URI is the path inside the file system given to [Load].
	URI string
	// Name is the text after "Feature:".
	Name string
	// Language is the one of the "# language:" line, "en" when there is none.
	Language string
	// Source is the text of the file, without a byte order mark.
	Source []byte
	// Document is the syntax tree.
	Document *messages.GherkinDocument
	// Pickles are the selected scenarios and rows, in the order of the file.
	Pickles []*Pickle

	all       []*messages.Pickle // every pickle of the file, as godog will make them again
	scenarios map[string]bool    // selected scenarios by syntax tree id; nil: all
}

// Pickle is a scenario, or one row of the Examples of a scenario outline, ready to be run.
type Pickle struct {
	// ID is stable from run to run while the file is unchanged: uri:line, or uri:line:rowline. [Load] takes it
	// as a path.
	ID string
	// Feature is the file it comes from.
	Feature *Feature
	// Rule is the name of the rule it stands in, empty when there is none.
	Rule string
	// Name is the name of the scenario with the values of the row. When the rows of an outline would have the
	// same name, " #n" with the number of the row is added.
	Name string
	// URI is the path of the feature.
	URI string
	// Line is the line of the scenario, or of the row.
	Line int
	// ScenarioLine is the line of the scenario.
	ScenarioLine int
	// Tags are those of feature, rule, scenario and examples, with "@", without repetitions.
	Tags []string
	// Steps are those of the backgrounds and then its own.
	Steps []Step
	// Godog is the pickle as godog makes it.
	Godog *messages.Pickle
	// Repetition is which of several runs of the scenario this is, from 1, of Repetitions; 0 when it is run once.
	Repetition, Repetitions int
}

// Step is a step of a pickle.
type Step struct {
	// Keyword is the word it was written with, "Given" or "假如", without the space after it.
	Keyword string
	// Role is what the step is there for, by its keyword; And and But have that of the step before.
	Role step.Role
	// Text is the rest of the line, with the values of the row.
	Text string
	// Line is its line in the file.
	Line int
	// Argument is the doc string or table below it, with the values of the row.
	Argument step.Argument

	// Given are the values that the step may use. Those that are known have been put in by Bind.
	Given Values

	bound bound // see Bind
}

// TagLine is the line of the file where a tag, written with its "@", stands first; 0 when it stands nowhere.
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
