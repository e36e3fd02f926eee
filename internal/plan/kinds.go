package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// Check asks the cluster, before the first scenario, about everything that only the cluster knows. The error contains all
// problems.
func (p *Plan) Check(ctx context.Context, g Group, c *cluster.Cluster, run *world.Run) error {
	var all gherkin.Problems
	for _, check := range []func() error{
		func() error { return p.checkNodes(g, c) },
		func() error { return p.checkKinds(ctx, run.Client) },
		func() error { return p.checkWords(ctx, run.Client) },
		func() error { return p.checkFields(ctx, run.Client, c.Kubernetes) },
		func() error { return p.checkOwners(ctx, run) },
	} {
		err := check()
		problems, is := errors.AsType[gherkin.Problems](err)
		if err != nil && !is {
			return err
		}
		all = append(all, problems...)
	}
	return refused(all)
}

// checkKinds asks the cluster, before the first scenario, whether it serves the kind of every document of every manifest. Kinds
// that a manifest of the same scenario defines (by a CustomResourceDefinition) count as served.
func (p *Plan) checkKinds(ctx context.Context, client *kube.Client) error {
	var problems gherkin.Problems
	for _, pickle := range p.Everything() {
		manifests := ManifestsOf(pickle)
		defined := definedKinds(slices.Concat(manifests, p.definedBySetUp()))
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

// ManifestsOf returns the manifests that the steps of a scenario apply.
func ManifestsOf(pickle *gherkin.Pickle) []ManifestUse {
	var uses []ManifestUse
	for _, s := range pickle.Steps {
		for _, m := range ManifestsOfStep(s) {
			uses = append(uses, ManifestUse{m, pickle.URI, s.Line})
		}
	}
	return uses
}

// ManifestsOfStep returns the manifests that a step applies; none for an invalid step, which gherkin.Lint has reported.
func ManifestsOfStep(s gherkin.Step) []*kube.Manifest {
	match, err := s.Match()
	if err != nil {
		return nil
	}
	return steps.ManifestsOf(match)
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
