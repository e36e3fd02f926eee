package world

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// own returns the real name of a namespace if it belongs to the scenario: it has been created, or a manifest of the scenario
// names it. Others, such as kube-system, belong to the cluster. The empty alias always belongs to the scenario.
func (w *World) own(ctx context.Context, alias string) (string, bool, error) {
	if _, made := w.namespaces[alias]; !made && alias != "" && !slices.ContainsFunc(w.Scenario.Objects, inNamespace(alias)) {
		return "", false, nil
	}
	current := w.current
	name, err := w.Namespace(ctx, alias)
	w.current = current // a reference does not change the current namespace
	return name, err == nil, err
}

func inNamespace(alias string) func(*unstructured.Unstructured) bool {
	return func(obj *unstructured.Unstructured) bool {
		declared := kube.Document{Object: obj}.DeclaresNamespace() && obj.GetName() == alias
		return declared || obj.GetNamespace() == alias
	}
}

// Expand replaces $(namespace:NAME) in the text of a step with the real name of the scenario's namespace NAME, and
// $(namespace:) with that of the scenario's own namespace.
func (w *World) Expand(ctx context.Context, text string) (string, error) {
	return kube.Rewriter{Own: func(alias string) (string, bool, error) { return w.own(ctx, alias) }}.Expand(text)
}
