package world

import (
	"context"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/release"
)

// Release is a Helm release that the scenario has installed.
type Release struct {
	Name      string
	Namespace string
	Revisions []Revision // from the first
}

// Revision is a revision of a release. Objects are those that a later revision must delete if it no longer contains them.
type Revision struct {
	Number  int
	Set     *release.Set
	Objects []kube.Ref
	Failed  bool
}

// Release returns the release with this name in a namespace; nil if there is none.
func (w *World) Release(namespace, name string) *Release {
	return w.releases[namespace+"/"+name]
}

// Releases returns the names of the releases.
func (w *World) Releases() []string {
	var names []string
	for _, r := range w.releases {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	return names
}

// Revise adds a revision to a release, which is created if necessary.
func (w *World) Revise(namespace, name string, revision Revision) {
	key := namespace + "/" + name
	if w.releases[key] == nil {
		w.releases[key] = &Release{Name: name, Namespace: namespace}
	}
	w.releases[key].Revisions = append(w.releases[key].Revisions, revision)
}

// Remove deletes an object that the scenario has applied, without waiting until it is gone. It is no error if the object does
// not exist, or if another object has its name, which is then not deleted. A set-up deletes only what it has created.
func (w *World) Remove(ctx context.Context, ref kube.Ref) error {
	its, err := w.isOwn(ctx, ref)
	if err != nil || !its {
		return err
	}
	err = w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		if w.Scenario.SetUp != nil {
			_, err := to.DeleteIf(ctx, ref, w.Run.setUp.has)
			return err
		}
		_, err := to.Delete(ctx, ref)
		return err
	})
	if err != nil {
		return err
	}
	w.brought = slices.DeleteFunc(w.brought, func(other kube.Ref) bool { return other == ref })
	if w.Scenario.SetUp != nil {
		w.Run.setUp.wanted = slices.DeleteFunc(w.Run.setUp.wanted, func(o setUpObject) bool { return o == objectOf(ref) })
	}
	return nil
}

// isOwn reports whether the scenario or the set-up has created a cluster-scoped object. For other objects, their namespace
// decides who may write to them.
func (w *World) isOwn(ctx context.Context, ref kube.Ref) (bool, error) {
	if ref.Kind.Namespaced || w.Run.Allows(ref) {
		return true, nil
	}
	if _, made := w.created[ref]; made || w.Scenario.SetUp == nil {
		return made, nil
	}
	there, err := w.Run.Client.Get(ctx, ref)
	if err != nil || there == nil || !w.Run.setUp.has(there) {
		return false, err
	}
	w.created[ref] = there.GetUID()
	return true, nil
}

// Means returns the objects that a manifest creates in this scenario. For a generateName this is the object that was created
// last; before that, it is left out.
func (w *World) Means(ctx context.Context, m *kube.Manifest) ([]kube.Ref, error) {
	var refs []kube.Ref
	for _, doc := range m.Docs {
		if doc.DeclaresNamespace() {
			continue
		}
		kind, err := w.Run.Client.Kind(ctx, doc.Object.GroupVersionKind())
		if err != nil {
			return nil, w.Decided(err)
		}
		ref := kube.Ref{Kind: kind, Name: doc.Object.GetName()}
		if ref.Name == "" {
			if made, is := w.called[key(kind, doc.Object.GetGenerateName())]; is {
				refs = append(refs, made)
			}
			continue
		}
		if kind.Namespaced {
			if ref.Namespace, err = w.Namespace(ctx, doc.Object.GetNamespace()); err != nil {
				return nil, err
			}
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// Reused reports whether the scenario is a set-up that exists in the cluster already and needs no changes.
func (w *World) Reused() bool { return w.Scenario.SetUp != nil && w.Run.setUp.reused }

// EntryWithin returns how long the current entry of a set-up may take to become ready, or otherwise, if the entry has no
// timeout or the scenario is no set-up.
func (w *World) EntryWithin(otherwise time.Duration) time.Duration {
	if s, step := w.Scenario.SetUp, w.guard.at(); s != nil && step < len(s.Withins) && s.Withins[step] > 0 {
		return s.Withins[step]
	}
	return otherwise
}
