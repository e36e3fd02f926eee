package world

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// annotationHere is set by a run that continues after it was considered dead, on the objects it still uses. repairedBy is set
// on the journal of a dead run by the run that repairs it.
const (
	annotationHere = "gherkind/here"
	repairedBy     = "gherkind/repaired-by"
)

// Intact checks that the objects of the run's open scenarios still exist, after another run may have considered this one dead.
// It writes to each object, because a run that removes an object does so only if the object has not changed.
func (r *Run) Intact(ctx context.Context) error {
	patch := fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, annotationHere, time.Now().UTC().Format(time.RFC3339))
	var errs []error
	for _, name := range r.owned() {
		ns, err := r.Client.Typed().CoreV1().Namespaces().Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
		switch {
		case apierrors.IsNotFound(err) || err == nil && ns.DeletionTimestamp != nil:
			errs = append(errs, fmt.Errorf("namespace %s has been removed", name))
		case err != nil:
			errs = append(errs, fmt.Errorf("look for namespace %s: %w", name, err))
		}
	}
	return errors.Join(append(errs, r.journal.intact(ctx, []byte(patch)))...)
}

// own records that a namespace belongs to an open scenario, or no longer does.
func (r *Run) own(name string, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.namespaces == nil {
		r.namespaces = map[string]bool{}
	}
	if open {
		r.namespaces[name] = true
	} else {
		delete(r.namespaces, name)
	}
}

func (r *Run) owned() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.namespaces))
}

// intact checks that no other run has executed the entries of the journal.
func (j *journal) intact(ctx context.Context, patch []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.made {
		return nil
	}
	m, err := j.client.Typed().CoreV1().ConfigMaps(SystemNamespace).Patch(ctx, j.name(), types.MergePatchType, patch, metav1.PatchOptions{})
	switch {
	case apierrors.IsNotFound(err):
		j.made, j.lost = false, true // the next entry creates a new one
		return errors.New("its changes to nodes have been undone")
	case err != nil:
		return fmt.Errorf("look for the journal of undos: %w", err)
	case m.Annotations[repairedBy] != "":
		j.lost = true
		return fmt.Errorf("run %s undoes its changes to nodes", m.Annotations[repairedBy])
	}
	return nil
}

// done reports whether another run, which considered this one dead, has already executed the entry. If this is unknown, for
// example because the API server is down, the entry is still this run's to undo.
func (j *journal) done(ctx context.Context, key string) bool {
	j.mu.Lock()
	lost := j.lost
	j.mu.Unlock()
	if !lost {
		return false
	}
	m, err := j.client.Typed().CoreV1().ConfigMaps(SystemNamespace).Get(ctx, j.name(), metav1.GetOptions{})
	if err != nil {
		return apierrors.IsNotFound(err)
	}
	_, there := m.Data[key]
	return !there || m.Annotations[repairedBy] != ""
}
