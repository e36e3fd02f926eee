package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// nodeType is the type of placeholders for nodes.
const nodeType = "node"

// CheckShapes finds, before a cluster is created or changed, nodes in scenarios that the clusters of their topologies will not
// have. It skips external clusters, whose nodes are not known yet.
func (p *Plan) CheckShapes(groups []Group, connected *cluster.Cluster) error {
	var problems gherkin.Problems
	for _, g := range groups {
		switch {
		case g.Served(connected):
			problems = append(problems, unknownNodes(g.Pickles, connected.Name, connected.Nodes)...)
		case !g.Foreign:
			name, nodes, err := g.Cluster.Shape()
			if err != nil {
				return err
			}
			problems = append(problems, unknownNodes(g.Pickles, name, nodes)...)
		}
	}
	return refused(problems)
}

// checkNodes does the same for a running cluster.
func (p *Plan) checkNodes(g Group, c *cluster.Cluster) error {
	return refused(unknownNodes(g.Pickles, c.Name, c.Nodes))
}

func refused(problems gherkin.Problems) error {
	if len(problems) == 0 {
		return nil
	}
	return &UsageError{fmt.Errorf("%w\n%s; nothing was run", problems, problemCount(len(problems)))}
}

// unknownNodes returns problems for the steps and tags with a node that does not exist.
func unknownNodes(pickles []*gherkin.Pickle, clusterName string, all []cluster.Node) gherkin.Problems {
	var problems gherkin.Problems
	note := func(uri string, line, count int, name string) {
		if simulated.Has(count, name) {
			return
		}
		if _, err := nodes.Named(clusterName, all, name); err != nil {
			problem := gherkin.Problem{URI: uri, Line: line, Message: err.Error(), Rule: rules.Node, Piece: name}
			if !slices.Contains(problems, problem) { // each scenario has the steps of the background
				problems = append(problems, problem)
			}
		}
	}
	for _, pickle := range pickles {
		count := tags.Simulated(pickle.Tags)
		for _, name := range tags.Values(pickle.Tags, tags.Node) {
			note(pickle.URI, pickle.Feature.TagLine(tags.Node+name), count, name)
		}
		for _, s := range pickle.Steps {
			for _, name := range nodesOf(s) {
				note(pickle.URI, s.Line, count, name)
			}
		}
	}
	return problems
}

// nodesOf returns the nodes that a step names.
func nodesOf(s gherkin.Step) []string {
	match, err := s.Match()
	if err != nil {
		return nil // reported by gherkin.Lint
	}
	var names []string
	for _, v := range match.Values() {
		if v.Type == nodeType {
			names = append(names, strings.Trim(v.Text, `"`))
		}
	}
	return names
}
