package world

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// ErrNotOurs is wrapped by the error of each rejected write to an object that the scenario did not create.
var ErrNotOurs = errors.New("a scenario changes only what it has made")

// permit is called before every write of a step. A scenario may write to its namespaces and everything in them, and to
// cluster-scoped objects that it created. Nodes are changed only by [World.ChangeNode]. A scenario that has changed a node may
// evict pods of other namespaces, so that it can drain the node.
func (w *World) permit(way kube.Way, ref kube.Ref) (types.UID, error) {
	uid, made := w.created[ref]
	switch {
	case len(w.Scenario.Given) > 0: // it only reads
		return "", NotOurs(string(way), ref)
	case ref.Kind.Namespaced && w.ownNamespace(ref.Namespace), way == kube.Evicts && w.changesNodes:
		return "", nil
	case ref.Kind.Namespaced:
	case way == kube.Makes, ref.Kind.GVK == namespaceKind && w.ownNamespace(ref.Name):
		return "", nil
	case made:
		return uid, nil
	case w.Run.Allows(ref), w.Run.setUp.mayChange() && w.Run.setUp.made(ref):
		return "", nil
	}
	if w.visited[ref.Namespace] || w.Run.setUp.made(ref) {
		return "", fmt.Errorf("%s is of the set-up, which all scenarios share: %w; permit it by allow-setup-changes: true in gherkind.yaml", placeOf(ref), ErrNotOurs)
	}
	return "", NotOurs(string(way), ref)
}

// mayLabel prevents a set-up from changing a namespace that it has not created.
func (w *World) mayLabel(namespace string) error {
	if w.Scenario.SetUp == nil {
		return nil
	}
	for ref := range w.Run.setUp.kept() {
		if ref.Kind == namespaceKind && ref.Name == namespace {
			return nil
		}
	}
	return fmt.Errorf("namespace %q is in the cluster already, and the set-up would change its labels: %w; leave its labels and annotations away", namespace, ErrNotOurs)
}

// permitNode is permit for a change to one node that has already been checked.
func permitNode(node kube.Ref) kube.Permit {
	return func(way kube.Way, ref kube.Ref) (types.UID, error) {
		if way != kube.Changes || ref != node {
			return "", NotOurs(string(way), ref)
		}
		return "", nil
	}
}

func (w *World) ownNamespace(name string) bool {
	for _, own := range w.namespaces {
		if own == name && (!w.visited[own] || w.Run.setUp.mayChange()) {
			return true
		}
	}
	return false
}

// NotOurs returns the error for a write to an object that the scenario did not create.
func NotOurs(what string, ref kube.Ref) error {
	switch {
	case ref.Kind.Namespaced:
		return fmt.Errorf("it would %s %s in namespace %q, which is not this scenario's: %w", what, ref, ref.Namespace, ErrNotOurs)
	case ref.Kind.GVK == corev1.SchemeGroupVersion.WithKind("Node"):
		return fmt.Errorf("it would %s %s, which this scenario has not made: %w; the steps about nodes undo what they change", what, ref, ErrNotOurs)
	}
	return fmt.Errorf("it would %s %s, which this scenario has not made: %w; have a manifest of it make that, or run with --allow-changes %s, "+
		"which nothing undoes", what, ref, ErrNotOurs, AllowedName(ref))
}
