package world

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// repairTries limits the attempts to repair something of a dead run that is being changed concurrently.
const repairTries = 5

// repairDead executes the entries of a journal if its run is dead. Before, it marks the journal, which fails if the journal has
// changed: a run that was only suspended writes to it when it resumes.
func (r *Run) repairDead(ctx context.Context, past Past, run string, m *corev1.ConfigMap) error {
	maps := r.Client.Typed().CoreV1().ConfigMaps(m.Namespace)
	if len(m.Data) == 0 { // an empty journal is not worth waiting for
		if alive, err := past.Alive(ctx, run); err != nil || alive {
			return err
		}
	}
	for try := 1; ; try++ {
		dead, err := past.AwaitDeath(ctx, run)
		if err != nil || !dead {
			return err
		}
		r.buried(run)
		// With the resourceVersion, the API server rejects the patch after a concurrent write; unlike an update it needs no
		// further permission.
		mark := fmt.Sprintf(`{"metadata":{"resourceVersion":%q,"annotations":{%q:%q}}}`, m.ResourceVersion, repairedBy, r.ID)
		marked, err := maps.Patch(ctx, m.Name, types.MergePatchType, []byte(mark), metav1.PatchOptions{})
		if err == nil {
			return r.repairOne(ctx, run, marked)
		}
		if apierrors.IsConflict(err) && try < repairTries {
			m, err = maps.Get(ctx, m.Name, metav1.GetOptions{})
		}
		if apierrors.IsNotFound(err) || len(m.Data) == 0 && kube.MissingRight(err) != nil {
			return nil //nolint:nilerr // another run has repaired it, or nothing has to be
		}
		if err != nil {
			return err
		}
	}
}

// removeOrphan deletes a namespace of a dead run, unless it is kept. If the namespace has changed, the run may only have been
// suspended, and is looked at again.
func (r *Run) removeOrphan(ctx context.Context, past Past, run string, ns *corev1.Namespace) (removed bool, err error) {
	namespaces := r.Client.Typed().CoreV1().Namespaces()
	for try := 1; ; try++ {
		same := metav1.Preconditions{UID: &ns.UID, ResourceVersion: &ns.ResourceVersion}
		err := namespaces.Delete(ctx, ns.Name, metav1.DeleteOptions{Preconditions: &same})
		if err == nil {
			return true, nil
		}
		if apierrors.IsConflict(err) && try < repairTries {
			ns, err = namespaces.Get(ctx, ns.Name, metav1.GetOptions{})
			if err == nil && (ns.DeletionTimestamp != nil || isKept(ns)) {
				return false, nil
			}
		}
		if apierrors.IsNotFound(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if alive, err := past.Alive(ctx, run); err != nil || alive {
			return false, err
		}
	}
}

// isKept reports whether a run has left the namespace for a person. It may have done so at its end, after another run had listed
// the namespace.
func isKept(ns *corev1.Namespace) bool {
	_, kept := ns.Labels[LabelKept]
	return kept
}

// repair executes an undo; it returns a NotFound error if the target no longer exists.
func (r *Run) repair(ctx context.Context, undo NodeAction) error {
	if r.gone(undo) {
		return apierrors.NewNotFound(corev1.Resource("nodes"), undo.Node)
	}
	return r.act(ctx, undo)
}

// gone reports whether the target of an undo no longer exists.
func (r *Run) gone(undo NodeAction) bool {
	switch undo.Do {
	case StopNode, PauseNode, StartNode:
		return !slices.Contains(r.Nodes.All(), undo.Node)
	case StopMember, StartMember:
		return !slices.Contains(r.Etcd.Members(), undo.Node)
	case AddTaint, RemoveTaint, SetLabel, RemoveLabel, Cordon, Uncordon:
	}
	return false
}

// ofMachine reports whether an undo is about a machine, not about a Node object. On external clusters, a run cannot execute
// such an undo.
func (a NodeAction) ofMachine() bool {
	switch a.Do {
	case StopNode, PauseNode, StartNode, StopMember, StartMember:
		return true
	case AddTaint, RemoveTaint, SetLabel, RemoveLabel, Cordon, Uncordon:
	}
	return false
}

// repairOne executes the entries of a dead run's journal, the newest first, as that run would have done.
func (r *Run) repairOne(ctx context.Context, run string, m *corev1.ConfigMap) error {
	keys := make([]string, 0, len(m.Data))
	for key := range m.Data {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	slices.Reverse(keys)
	barriersFirst(keys, m.Data)
	left := false
	for _, key := range keys {
		done, err := r.repairEntry(ctx, run, m, key)
		if err != nil {
			return err
		}
		left = left || !done
	}
	if left {
		return nil // left for a run that can execute it
	}
	err := r.Client.Typed().CoreV1().ConfigMaps(m.Namespace).Delete(ctx, m.Name, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("remove the journal of run %s: %w", run, err)
	}
	return nil
}

// repairEntry executes one entry of a journal. It returns false if this run is not allowed or not able to do this.
func (r *Run) repairEntry(ctx context.Context, run string, m *corev1.ConfigMap, key string) (done bool, err error) {
	done, err = r.repairObjects(ctx, run, m.Data[key])
	if err != nil {
		return false, fmt.Errorf("take back what run %s left: %w", run, err)
	}
	if done {
		return true, nil
	}
	var undo NodeAction
	if err := json.Unmarshal([]byte(m.Data[key]), &undo); err != nil {
		return false, fmt.Errorf("read the undos that run %s left in configmap %s/%s: %w; remove it by hand", run, m.Namespace, m.Name, err)
	}
	switch {
	case !undo.known():
		r.Note("run %s left undone: %s, which this version of gherkind cannot do; a run of the version that wrote it does", run, undo)
		return false, nil
	case r.Foreign && undo.ofMachine():
		r.Note("run %s left undone: %s; a run without --kubeconfig does it", run, undo)
		return false, nil
	}
	err = r.repair(ctx, undo)
	switch {
	case apierrors.IsNotFound(err):
		r.Note("nothing is left to be repaired of what run %s did: %s, which is gone", run, undo)
	case err != nil:
		return false, fmt.Errorf("%s, which run %s left undone: %w", undo, run, err)
	default:
		r.Note("repaired what run %s left: %s", run, undo)
	}
	return true, nil
}
