package steps

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func countSteps() step.Group {
	return step.Group{
		Name: "count", Title: "How many", Doc: "Objects of any kind, counted by their labels.",
		Defs: []step.Def{
			{
				Name:    "object-count",
				Counts:  true,
				Pattern: `there is/are {count} {kind} labelled {selector}`,
				Doc: "As kubectl get lists them, including those that are being deleted: for a namespaced kind, the objects in all " +
					"namespaces that the scenario has created; for any other kind, those of the cluster. The ConfigMap kube-root-ca.crt and the ServiceAccount " +
					"default, which Kubernetes creates in every namespace, also count. The number may be reached only briefly: use `for`.",
				Example: `Then there are 3 pods labelled "app=web"`,
				Run:     countEverywhere,
			},
			{
				Name:    "object-count-in-namespace",
				Counts:  true,
				Pattern: `there is/are {count} {kind} labelled {selector} in namespace {name}`,
				Doc: "The same in one namespace: one of the scenario, by the name in its manifests, or else one of the cluster, such as " +
					"kube-system.",
				Example: `Then there are 0 pods labelled "component=etcd" in namespace "kube-system"`,
				Run:     countInNamespace,
			},
		},
	}
}

func countEverywhere(ctx context.Context, w *world.World, count int, kindName string, selector labels.Selector, ending step.Ending) error {
	kind, err := w.WatchNamed(ctx, kindName)
	if err != nil {
		return err
	}
	namespaces, err := everyNamespace(w, kind, kindName)
	if err != nil {
		return err
	}
	err = assert.Eventually(ctx, w, ending, kube.Ref{Kind: kind}, counts(kind, namespaces, selector, count))
	if err == nil {
		warnCount(ctx, w, w.Timeline, count, selector, ending)
	}
	return err
}

// everyNamespace returns the scenario's own namespaces. Those of a set-up are not included: the count must not depend on which
// namespaces earlier steps have mentioned.
func everyNamespace(w *world.World, kind kube.Kind, kindName string) ([]string, error) {
	if !kind.Namespaced {
		return []string{""}, nil // for cluster-scoped kinds, all objects in the timeline
	}
	namespaces := w.OwnNamespaces()
	if len(namespaces) == 0 {
		return nil, fmt.Errorf("the scenario has no namespace yet in which there could be %s: apply a manifest first, "+
			"or say `in namespace`", kindName)
	}
	return namespaces, nil
}

func countInNamespace(ctx context.Context, w *world.World, count int, kindName string, selector labels.Selector, name string, ending step.Ending) error {
	kind, err := w.WatchNamed(ctx, kindName)
	if err != nil {
		return err
	}
	if !kind.Namespaced {
		return fmt.Errorf("a %s is in no namespace: leave `in namespace %q` out", strings.ToLower(kind.String()), name)
	}
	timeline, namespace, err := w.Look(ctx, kind, name)
	if err != nil {
		return err
	}
	if timeline != w.Timeline {
		defer timeline.Close()
	}
	err = assert.Eventually(ctx, w, ending, kube.Ref{Kind: kind}, counts(kind, []string{namespace}, selector, count), assert.On(timeline))
	if err == nil {
		warnCount(ctx, w, timeline, count, selector, ending)
	}
	return err
}

// warnCount warns if a count that was met proves little: 0 objects with labels that no object ever had, or a number that may
// only have been passed on the way to another one.
func warnCount(ctx context.Context, w *world.World, timeline *observe.Timeline, count int, selector labels.Selector, ending step.Ending) {
	if count == 0 {
		assert.WarnNoLabels(ctx, w, timeline, selector)
	}
	assert.WarnNumber(ctx, w, ending)
}

func counts(kind kube.Kind, namespaces []string, selector labels.Selector, count int) observe.Check {
	return func(v observe.View) observe.Verdict {
		found := labelled(v, kind, namespaces, selector)
		return observe.Verdict{Met: len(found) == count, Saw: sawObjects(found)}
	}
}

func labelled(v observe.View, kind kube.Kind, namespaces []string, selector labels.Selector) (found []*unstructured.Unstructured) {
	for _, namespace := range namespaces {
		found = append(found, v.List(kind, namespace, selector)...)
	}
	return found
}

// objectsShown limits how many objects a message names.
const objectsShown = 10

// sawObjects counts and names objects: `there are 2: "a", "b" (being deleted)`.
func sawObjects(objects []*unstructured.Unstructured) string {
	if len(objects) == 0 {
		return "there are none"
	}
	var names []string
	for _, obj := range objects[:min(len(objects), objectsShown)] {
		name := fmt.Sprintf("%q", obj.GetName())
		switch {
		case obj.GetDeletionTimestamp() != nil:
			name += " (being deleted)"
		case madeEverywhere(obj):
			name += " (which Kubernetes makes in every namespace)"
		}
		names = append(names, name)
	}
	if more := len(objects) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	be := "are"
	if len(objects) == 1 {
		be = "is"
	}
	return fmt.Sprintf("there %s %d: %s", be, len(objects), strings.Join(names, ", "))
}

// madeEverywhere reports whether Kubernetes creates the object in every namespace. These count, because kubectl lists them.
func madeEverywhere(obj *unstructured.Unstructured) bool {
	switch obj.GetKind() + "/" + obj.GetName() {
	case "ConfigMap/kube-root-ca.crt", "ServiceAccount/default":
		return true
	}
	return false
}
