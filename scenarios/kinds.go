package scenarios

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// check asks the cluster, before the first scenario, for what only it can tell of the scenarios.
func (p *plan) check(ctx context.Context, g group, s *session) error {
	if err := p.checkNodes(g, s.cluster); err != nil {
		return err
	}
	if err := p.checkKinds(ctx, s.run.Client); err != nil {
		return err
	}
	for _, ask := range []func(context.Context, *kube.Client) error{p.checkWords, p.checkFields} {
		if err := ask(ctx, s.run.Client); err != nil {
			return err
		}
	}
	return p.checkOwners(ctx, s.run)
}

// checkKinds asks the cluster, before the first scenario, whether it knows the
// kind of every document of every manifest. Kinds that a manifest of the same
// scenario defines (a CustomResourceDefinition) count as known.
func (p *plan) checkKinds(ctx context.Context, client *kube.Client) error {
	var problems gherkin.Problems
	for _, pickle := range p.pickles {
		manifests := p.manifestsOf(pickle)
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

// manifestUse is a manifest and the step that applies it.
type manifestUse struct {
	manifest *kube.Manifest
	uri      string
	line     int
}

func (p *plan) manifestsOf(pickle *gherkin.Pickle) []manifestUse {
	var uses []manifestUse
	for _, s := range pickle.Steps {
		for _, m := range p.manifestsOfStep(pickle, s) {
			uses = append(uses, manifestUse{m, pickle.URI, s.Line})
		}
	}
	return uses
}

func unknownKinds(ctx context.Context, client *kube.Client, use manifestUse, defined map[schema.GroupKind]bool) ([]gherkin.Problem, error) {
	var problems []gherkin.Problem
	for _, doc := range use.manifest.Docs {
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
				Message: fmt.Sprintf("%s:%d: %v", use.manifest.Path, doc.Line, unknown),
			})
		case err != nil:
			return nil, fmt.Errorf("ask the cluster for kind %s: %w", gvk.Kind, err)
		}
	}
	return problems, nil
}

func definedKinds(uses []manifestUse) map[schema.GroupKind]bool {
	defined := map[schema.GroupKind]bool{}
	for _, use := range uses {
		for _, doc := range use.manifest.Docs {
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

// scenarioOf is what a scenario is called, and all that its text names.
func (p *plan) scenarioOf(pickle *gherkin.Pickle) world.Scenario {
	s := world.Scenario{Name: pickle.Name, URI: pickle.URI, Line: pickle.Line, Tags: pickle.Tags, Said: map[string][]string{}, InPassing: map[string]bool{}}
	for _, use := range p.manifestsOf(pickle) {
		for _, doc := range use.manifest.Docs {
			s.Objects = append(s.Objects, doc.Object)
		}
	}
	acted := false
	s.LastAsk = -1
	s.Acts = make([]bool, len(pickle.Steps))
	for i, each := range pickle.Steps {
		match, err := p.catalogue.Match(each.Text, each.Argument.Kind())
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

// manifestsOfStep parses a step again. Lint has parsed it before, so an error
// here would have stopped the run.
func (p *plan) manifestsOfStep(pickle *gherkin.Pickle, s gherkin.Step) []*kube.Manifest {
	match, err := p.catalogue.Match(s.Text, s.Argument.Kind())
	if err != nil {
		return nil
	}
	values, err := match.Parse(step.Place{URI: pickle.URI, Line: s.Line, FS: p.fs})
	if err != nil {
		return nil
	}
	return steps.ManifestsOf(match, values, pickle.URI, s.Argument)
}
