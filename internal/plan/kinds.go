package plan

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Check asks the cluster, before the first scenario, for what only it can tell of the scenarios.
func (p *Plan) Check(ctx context.Context, g Group, c *cluster.Cluster, run *world.Run) error {
	if err := p.checkNodes(g, c); err != nil {
		return err
	}
	if err := p.checkKinds(ctx, run.Client); err != nil {
		return err
	}
	for _, ask := range []func(context.Context, *kube.Client) error{p.checkWords, p.checkFields} {
		if err := ask(ctx, run.Client); err != nil {
			return err
		}
	}
	return p.checkOwners(ctx, run)
}

// checkKinds asks the cluster, before the first scenario, whether it knows the
// kind of every document of every manifest. Kinds that a manifest of the same
// scenario defines (a CustomResourceDefinition) count as known.
func (p *Plan) checkKinds(ctx context.Context, client *kube.Client) error {
	var problems gherkin.Problems
	for _, pickle := range p.Pickles {
		manifests := p.ManifestsOf(pickle)
		defined := definedKinds(manifests)
		for _, use := range manifests {
			found, err := unknownKinds(ctx, client, use, defined)
			if err != nil {
				return err
			}
			problems = append(problems, found...)
		}
	}
	if len(problems) > 0 {
		return &UsageError{fmt.Errorf("%w\n%s; nothing was run", problems, problemCount(len(problems)))}
	}
	return nil
}

// ManifestUse is a manifest and the step that applies it.
type ManifestUse struct {
	Manifest *kube.Manifest
	uri      string
	line     int
}

// ManifestsOf are the manifests that the steps of a scenario apply.
func (p *Plan) ManifestsOf(pickle *gherkin.Pickle) []ManifestUse {
	var uses []ManifestUse
	for _, s := range pickle.Steps {
		for _, m := range p.manifestsOfStep(pickle, s) {
			uses = append(uses, ManifestUse{m, pickle.URI, s.Line})
		}
	}
	return uses
}

func unknownKinds(ctx context.Context, client *kube.Client, use ManifestUse, defined map[schema.GroupKind]bool) ([]gherkin.Problem, error) {
	var problems []gherkin.Problem
	for _, doc := range use.Manifest.Docs {
		gvk := doc.Object.GroupVersionKind()
		if defined[gvk.GroupKind()] {
			continue
		}
		_, err := client.Kind(ctx, gvk)
		var unknown *kube.UnknownKindError
		switch {
		case errors.As(err, &unknown):
			problems = append(problems, gherkin.Problem{
				URI: use.uri, Line: use.line,
				Message: fmt.Sprintf("%s:%d: %v", use.Manifest.Path, doc.Line, unknown),
			})
		case err != nil:
			return nil, fmt.Errorf("ask the cluster for kind %s: %w", gvk.Kind, err)
		}
	}
	return problems, nil
}

func definedKinds(uses []ManifestUse) map[schema.GroupKind]bool {
	defined := map[schema.GroupKind]bool{}
	for _, use := range uses {
		for _, doc := range use.Manifest.Docs {
			if doc.Object.GetKind() != "CustomResourceDefinition" {
				continue
			}
			group, _, _ := unstructured.NestedString(doc.Object.Object, "spec", "group")
			kind, _, _ := unstructured.NestedString(doc.Object.Object, "spec", "names", "kind")
			defined[schema.GroupKind{Group: group, Kind: kind}] = true
		}
	}
	return defined
}

// ScenarioOf is what a scenario is called, and all that its text names.
func (p *Plan) ScenarioOf(pickle *gherkin.Pickle) world.Scenario {
	s := world.Scenario{Name: pickle.Name, URI: pickle.URI, Line: pickle.Line, Tags: pickle.Tags, Said: map[string][]string{}, InPassing: map[string]bool{}}
	for _, use := range p.ManifestsOf(pickle) {
		for _, doc := range use.Manifest.Docs {
			s.Objects = append(s.Objects, doc.Object)
		}
	}
	acted := false
	s.LastAsk = -1
	s.Acts = make([]bool, len(pickle.Steps))
	for i, each := range pickle.Steps {
		match, err := p.Catalogue.Match(each.Text, each.Argument.Kind())
		if err != nil {
			continue
		}
		s.Acts[i] = match.Def.Acts
		if steps.AsksNetwork(match) {
			s.LastAsk = i
		}
		s.Said[each.Text] = steps.SaidIn(match)
		s.InPassing[each.Text] = acted
		acted = match.OnlyActs() || acted && !match.TakesTime()
	}
	return s
}

// ManifestsOfStep are the manifests that one step of a scenario applies.
func (p *Plan) ManifestsOfStep(pickle *gherkin.Pickle, s gherkin.Step) []*kube.Manifest {
	return p.manifestsOfStep(pickle, s)
}

// manifestsOfStep parses a step again. Lint has parsed it before, so an error
// here would have stopped the run.
func (p *Plan) manifestsOfStep(pickle *gherkin.Pickle, s gherkin.Step) []*kube.Manifest {
	match, err := p.Catalogue.Match(s.Text, s.Argument.Kind())
	if err != nil {
		return nil
	}
	values, err := match.Parse(step.Place{URI: pickle.URI, Line: s.Line, FS: p.FS})
	if err != nil {
		return nil
	}
	return steps.ManifestsOf(match, values, pickle.URI, s.Argument)
}
