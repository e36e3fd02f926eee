package plan

import (
	"context"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// checkOwners finds, before the first scenario, steps that would change a cluster-scoped object that no manifest of their
// scenario creates. World.Write checks this again when the step runs, and refuses any other object that does not belong to the
// scenario.
func (p *Plan) checkOwners(ctx context.Context, run *world.Run) error {
	var problems gherkin.Problems
	for _, pickle := range p.Pickles {
		objects := p.mayChange(pickle)
		for _, s := range pickle.Steps {
			if err := ctx.Err(); err != nil {
				return err
			}
			ref, changes := changed(ctx, run.Client, s)
			if !changes || ref.Kind.Namespaced || run.Allows(ref) || slices.ContainsFunc(objects, makes(ref)) {
				continue
			}
			problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: world.NotOurs("change or delete", ref).Error()}
			if !slices.Contains(problems, problem) {
				problems = append(problems, problem)
			}
		}
	}
	return refused(problems)
}

// changed returns the object that a step changes. A kind that the cluster does not serve may be defined by the scenario.
func changed(ctx context.Context, client *kube.Client, s gherkin.Step) (kube.Ref, bool) {
	match, err := s.Match()
	if err != nil || !match.Def.Acts {
		return kube.Ref{}, false
	}
	values := match.Values()
	for i := range values[:max(len(values)-1, 0)] {
		name := strings.Trim(values[i+1].Text, `"`)
		if values[i].Type != "kind" || values[i+1].Type != "name" || strings.Contains(name, "$(") {
			continue
		}
		kind, err := client.KindByName(ctx, values[i].Text)
		return kube.Ref{Kind: kind, Name: name}, err == nil
	}
	return kube.Ref{}, false
}

// makes returns a function that reports whether an object of a manifest is the given object or creates it. Objects in a namespace
// create the namespace.
func makes(ref kube.Ref) func(*unstructured.Unstructured) bool {
	return func(obj *unstructured.Unstructured) bool {
		if ref.Kind.GVK.Kind == "Namespace" && ref.Kind.GVK.Group == "" && obj.GetNamespace() == ref.Name {
			return true
		}
		generated := obj.GetGenerateName() != "" && strings.HasPrefix(ref.Name, obj.GetGenerateName())
		return obj.GroupVersionKind().GroupKind() == ref.Kind.GVK.GroupKind() && (obj.GetName() == ref.Name || generated)
	}
}
