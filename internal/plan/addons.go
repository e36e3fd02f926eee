package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// unknownWants finds tags of selected scenarios that require unknown add-ons and topologies. The run's own topology may have any
// name.
func unknownWants(features []*gherkin.Feature, own ...string) gherkin.Problems {
	return slices.Concat(
		unknownTags(features, tags.AddOn, "add-on", cluster.AddOnNames()),
		badNodeCounts(features),
		unknownTags(features, tags.Topology, "topology", append(slices.DeleteFunc(own, func(n string) bool { return n == "" || slices.Contains(topology.Names(), n) }), topology.Names()...)))
}

// unknownTags finds tags with a prefix that is not followed by a known name, each once per feature.
func unknownTags(features []*gherkin.Feature, prefix, what string, known []string) gherkin.Problems {
	var problems gherkin.Problems
	for _, f := range features {
		var told []string
		for _, p := range f.Pickles {
			for _, name := range tags.Values(p.Tags, prefix) {
				if slices.Contains(known, name) || slices.Contains(told, name) {
					continue
				}
				told = append(told, name)
				problems = append(problems, gherkin.Problem{
					URI: f.URI, Line: f.TagLine(prefix + name), Message: fmt.Sprintf("there is no %s %q", what, name),
					Suggestion: "there are: " + prefix + strings.Join(known, ", "+prefix),
					Rule:       rules.Tag, Piece: prefix + name,
				})
			}
		}
	}
	return problems
}
