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

// DefaultNamespace is the namespace for objects of a set-up without a namespace, as in kubectl.
const DefaultNamespace = "default"

// SetUp marks a scenario as the set-up of a project: its objects are in the namespaces that its manifests name, and stay after
// its end for the scenarios of the run. See [Run.CloseSetUp].
type SetUp struct {
	ID         string          // one per project, independent of its content
	Namespaces []string        // by step number: the namespace for objects without one; "" is DefaultNamespace
	Withins    []time.Duration // by step number: the timeout for the entry to become ready
	Changes    bool            // scenarios may change its objects
	Keep       bool            // it stays after the run
	AllowIn    []string        // existing namespaces of an external cluster in which it may create objects
}

// setUp is the state of a run's set-up.
type setUp struct {
	SetUp
	mu         sync.Mutex
	begun      bool
	ready      bool
	reused     bool   // it is in the cluster already and needs no changes
	joined     string // the run that has made it, if that is another one; see [Run.JoinSetUp]
	record     setUpRecord
	version    string // resourceVersion of the record
	wanted     []setUpObject
	namespaces []string          // that it has created or uses
	applied    map[string]string // key → namespace
}

// placed is the backend of a set-up: live, but with the real names of namespaces.
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

// inSetUp returns the namespace for an alias in a set-up.
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

// namespace creates a namespace of the set-up if it does not exist.
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

// install creates or changes an object of the set-up. It returns an error for an existing object that does not belong to the
// set-up.
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
	return to.ApplyForced(ctx, obj) // forced, because the set-up's values take precedence over changes by others
}

// outOfTheWay deletes an object of the set-up that must be recreated, and waits until it is gone.
func (w *World) outOfTheWay(ctx context.Context, to *kube.Writer, ref kube.Ref) error {
	if _, err := to.DeleteIf(ctx, ref, w.Run.setUp.has); err != nil {
		return err
	}
	return w.Run.Client.AwaitGone(ctx, ref)
}

// runsOnce reports whether an object runs only once and is immutable, so that it must be recreated.
func runsOnce(ref kube.Ref) bool {
	kind := ref.Kind.GVK.GroupKind()
	return kind.Group == "batch" && kind.Kind == "Job" || kind.Group == "" && kind.Kind == "Pod"
}

// has reports whether an object belongs to the set-up.
func (s *setUp) has(obj *unstructured.Unstructured) bool { return obj.GetLabels()[LabelSetUp] == s.ID }

// installed writes one object of a set-up's manifest to the cluster.
func (w *World) installed(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if ref.Kind.Namespaced {
		if _, known := w.namespaces[ref.Namespace]; !known {
			return nil, fmt.Errorf("namespace %q is not one of the set-up", ref.Namespace)
		}
	}
	return w.install(ctx, to, ref, obj)
}

// placeOf describes an object with its namespace.
func placeOf(ref kube.Ref) string {
	if ref.Namespace == "" {
		return ref.String()
	}
	return fmt.Sprintf("%s in namespace %q", ref, ref.Namespace)
}

// visit starts to watch a namespace of the run's set-up; it returns false if the set-up has no namespace of this name.
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

// places returns the namespaces of a set-up that is ready.
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

// placeOfKey returns the namespace in which a set-up that is ready has an object; "" if it has none of this name.
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

// mayChange reports whether scenarios may change the objects of the set-up.
func (s *setUp) mayChange() bool { return s != nil && s.Changes }

// made reports whether the set-up has created a cluster-scoped object.
func (s *setUp) made(ref kube.Ref) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready && slices.Contains(s.record.Objects, objectOf(ref))
}

// kept returns the recorded objects of the set-up.
func (s *setUp) kept() map[setUpObject]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[setUpObject]bool{}
	for _, o := range s.record.Objects {
		all[o] = true
	}
	return all
}
