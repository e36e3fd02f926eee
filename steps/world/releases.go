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
	Revisions []Revision // from the first on
}

// Revision is what was installed once. Objects are those that a later one has to take away, if it does not have them.
type Revision struct {
	Number  int
	Set     *release.Set
	Objects []kube.Ref
	Failed  bool
}

// Release is the release of a name in a namespace; nil when there is none.
func (w *World) Release(namespace, name string) *Release {
	return w.releases[namespace+"/"+name]
}

// Releases are the names of the releases that there are.
func (w *World) Releases() []string {
	var names []string
	for _, r := range w.releases {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	return names
}

// Revise adds a revision to a release, which it makes when there is none.
func (w *World) Revise(namespace, name string, revision Revision) {
	key := namespace + "/" + name
	if w.releases[key] == nil {
		w.releases[key] = &Release{Name: name, Namespace: namespace}
	}
	w.releases[key].Revisions = append(w.releases[key].Revisions, revision)
}

// Remove deletes an object that the scenario has applied, and does not wait until it is gone. If it does not exist, or another object
// has its name, that is not an error, and the other object stays. A set-up deletes only what it has created.
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

// isOwn tells of a cluster-scoped object whether the scenario, or the set-up, has made it. Who may write to the others decides
// their namespace.
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

// Means are the objects that a manifest makes in this scenario. One whose name the server makes is the one that was made last, and is
// left out before that.
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

// Reused tells of a set-up that it is in the cluster already, as it should be: nothing has to be done for it.
func (w *World) Reused() bool { return w.Scenario.SetUp != nil && w.Run.setUp.reused }

// EntryWithin is how long the entry of a set-up may take until it is ready; outside of a set-up, and where it does not say so, it
// is what is given.
func (w *World) EntryWithin(otherwise time.Duration) time.Duration {
	if s, step := w.Scenario.SetUp, w.guard.at(); s != nil && step < len(s.Withins) && s.Withins[step] > 0 {
		return s.Withins[step]
	}
	return otherwise
}
