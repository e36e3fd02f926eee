package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/gherkin"
)

// unknownAddOns finds tags of selected scenarios that ask for what there is not.
func unknownAddOns(features []*gherkin.Feature) gherkin.Problems {
	var problems gherkin.Problems
	known := cluster.AddOnNames()
	for _, f := range features {
		var told []string
		for _, p := range f.Pickles {
			for _, name := range addOnsOf(p.Tags) {
				if slices.Contains(known, name) || slices.Contains(told, name) {
					continue
				}
				told = append(told, name)
				problems = append(problems, gherkin.Problem{
					URI: f.URI, Line: f.TagLine(TagAddOn + name), Message: fmt.Sprintf("there is no add-on %q", name),
					Suggestion: "there are: " + TagAddOn + strings.Join(known, ", "+TagAddOn),
				})
			}
		}
	}
	return problems
}
