package world

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// LabelSetUp marks objects of a set-up with its ID. They belong to no run, so no run removes them as leftovers of another.
const LabelSetUp = "gherkind/setup"

// DefaultNamespace has the objects of a set-up that name no namespace, as those of kubectl.
const DefaultNamespace = "default"

// SetUp says of a scenario that it is the set-up of a project: what it applies stands in the namespaces that its manifests
// name, and stays when it ends, for the scenarios of the run. See [Run.CloseSetUp].
type SetUp struct {
	ID         string          // one for each project, whatever it applies
	Namespaces []string        // by the number of a step: that of objects that name none; "" is DefaultNamespace
	Withins    []time.Duration // by the number of a step: how long its entry may take until it is ready
	Changes    bool            // scenarios may change what it has made
	Keep       bool            // it stays when the run ends
	AllowIn    []string        // namespaces of an external cluster that are there already, and in which it may make objects
}

// setUp is what a run knows of its set-up.
type setUp struct {
	SetUp
	mu         sync.Mutex
	begun      bool
	ready      bool
	reused     bool // it is in the cluster already, as it should be
	record     setUpRecord
	version    string // of the record
	wanted     []setUpObject
	namespaces []string          // that it has made or uses
	applied    map[string]string // key → namespace
}

// placed is the backend of a set-up: live, but in real namespaces.
type placed struct{ live }

func (placed) makeNamespace(ctx context.Context, w *World, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Namespace)
	defer cancel()
	w.Timeline.Add(name) //nolint:contextcheck // the watches live as long as the timelines
	if err := w.Run.setUp.namespace(ctx, w, name); err != nil {
		return "", err
	}
	w.namespaces[name] = name
	if err := w.Timeline.Listed(ctx); err != nil {
		return name, err
	}
	return name, w.awaitServiceAccount(ctx, name)
}

// inSetUp is the namespace that a set-up means by an alias.
func (w *World) inSetUp(alias string) string {
	s, step := w.Scenario.SetUp, w.guard.at()
	if s == nil || alias != "" {
		return alias
	}
	if step < len(s.Namespaces) && s.Namespaces[step] != "" {
		return s.Namespaces[step]
	}
	return DefaultNamespace
}

// namespace makes a namespace of the set-up, unless it is there.
func (s *setUp) namespace(ctx context.Context, w *World, name string) error {
	kind, err := w.Run.Client.Kind(ctx, namespaceKind)
	if err != nil {
		return fmt.Errorf("look up kind Namespace: %w", err)
	}
	ref := kube.Ref{Kind: kind, Name: name}
	there, err := w.Run.Client.Get(ctx, ref)
	if err != nil {
		return err
	}
	if there != nil && there.GetLabels()[LabelSetUp] != s.ID {
		if w.Run.Foreign && !slices.Contains(s.AllowIn, name) {
			return fmt.Errorf("namespace %q is in this external cluster already, and the set-up would make objects in it: %w; "+
				"give it its own namespace, or run with --allow-setup-in %s", name, ErrNotOurs, name)
		}
		return nil
	}
	namespace := &unstructured.Unstructured{}
	namespace.SetGroupVersionKind(namespaceKind)
	namespace.SetName(name)
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		_, err := w.install(ctx, to, ref, namespace)
		return err
	})
}

// install makes or changes an object of the set-up. One that is there and not the set-up's is left as it is.
func (w *World) install(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	s := w.Run.setUp
	if err := s.want(ctx, w.Run, ref); err != nil {
		return nil, err
	}
	labels := obj.GetLabels()
	if labels == nil {
		labels = map[string]string{}
	}
	labels[LabelSetUp] = s.ID
	obj.SetLabels(labels)
	there, err := w.Run.Client.Get(ctx, ref)
	switch {
	case err != nil:
		return nil, err
	case there != nil && there.GetLabels()[LabelSetUp] != s.ID:
		return nil, fmt.Errorf("%s is in the cluster already, and not of this set-up, which therefore does not change it: %w; "+
			"give one of them another name, or delete it", placeOf(ref), ErrNotOurs)
	case there != nil && s.reused:
		return there, nil
	case there != nil && there.GetDeletionTimestamp() != nil, there != nil && runsOnce(ref):
		if there, err = nil, w.outOfTheWay(ctx, to, ref); err != nil {
			return nil, err
		}
	}
	if there == nil {
		return to.Create(ctx, ref, obj)
	}
	w.created[ref] = there.GetUID()
	return to.ApplyForced(ctx, obj) // of the values that the set-up gives, what somebody has made of them does not count
}

// outOfTheWay deletes an object of the set-up of which another one is to be made, and waits until it is gone.
func (w *World) outOfTheWay(ctx context.Context, to *kube.Writer, ref kube.Ref) error {
	if _, err := to.DeleteIf(ctx, ref, w.Run.setUp.has); err != nil {
		return err
	}
	return w.Run.Client.AwaitGone(ctx, ref)
}

// runsOnce tells of objects that do their work once and cannot be changed: of another set-up, they are created again.
func runsOnce(ref kube.Ref) bool {
	kind := ref.Kind.GVK.GroupKind()
	return kind.Group == "batch" && kind.Kind == "Job" || kind.Group == "" && kind.Kind == "Pod"
}

// has tells the objects of the set-up.
func (s *setUp) has(obj *unstructured.Unstructured) bool { return obj.GetLabels()[LabelSetUp] == s.ID }

// installed brings one object of a set-up's manifest into the cluster.
func (w *World) installed(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if ref.Kind.Namespaced {
		if _, known := w.namespaces[ref.Namespace]; !known {
			return nil, fmt.Errorf("namespace %q is not one of the set-up", ref.Namespace)
		}
	}
	return w.install(ctx, to, ref, obj)
}

// placeOf is an object with its namespace.
func placeOf(ref kube.Ref) string {
	if ref.Namespace == "" {
		return ref.String()
	}
	return fmt.Sprintf("%s in namespace %q", ref, ref.Namespace)
}

// visit begins to look at a namespace of the run's set-up; false when it has none of this name.
func (w *World) visit(ctx context.Context, name string) (bool, error) {
	if w.Scenario.SetUp != nil || !slices.Contains(w.Run.setUp.places(), name) {
		return false, nil
	}
	if !w.visited[name] {
		w.Timeline.Add(name) //nolint:contextcheck // the watches live as long as the timelines
		w.namespaces[name] = name
		w.visited[name] = true
	}
	return true, w.Timeline.Listed(ctx)
}

// places are the namespaces of a set-up that is ready.
func (s *setUp) places() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ready {
		return nil
	}
	return s.namespaces
}

// placeOfKey is the namespace in which a set-up that is ready has an object; "" when it has none of this name.
func (s *setUp) placeOfKey(key string) string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ready {
		return ""
	}
	return s.applied[key]
}

// mayChange tells whether scenarios may change what the set-up has made.
func (s *setUp) mayChange() bool { return s != nil && s.Changes }

// made tells that the set-up has made a cluster-scoped object.
func (s *setUp) made(ref kube.Ref) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready && slices.Contains(s.record.Objects, objectOf(ref))
}

// kept are the objects that are written down of the set-up.
func (s *setUp) kept() map[setUpObject]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[setUpObject]bool{}
	for _, o := range s.record.Objects {
		all[o] = true
	}
	return all
}
