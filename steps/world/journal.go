package world

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// journalPrefix, followed by the run's ID, is the name of its ConfigMap.
const journalPrefix = "gherkind-undo-"

// journal is the list of a run's pending undos, in a ConfigMap with one key for each. It is created with the first entry.
type journal struct {
	client *kube.Client
	run    string

	mu    sync.Mutex
	count int
	made  bool
	tried bool                  // creation was attempted: it may exist even if the response was lost
	void  []string              // keys of entries that may have been stored although the change was not made
	lost  bool                  // another run considered this one dead and has executed the entries
	swept map[string]ObjectUndo // the entries about kinds, by key
}

func (j *journal) name() string { return journalPrefix + j.run }

// add stores an undo and returns the key of its entry.
func (j *journal) add(ctx context.Context, undo any) (string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.addLocked(ctx, undo)
}

func (j *journal) addLocked(ctx context.Context, undo any) (string, error) {
	if err := j.make(ctx); err != nil {
		return "", fmt.Errorf("make the journal of undos: %w", err)
	}
	text, err := json.Marshal(undo)
	if err != nil {
		return "", fmt.Errorf("write an undo: %w", err)
	}
	j.count++
	key := fmt.Sprintf("%06d-%s", j.count, strings.ToLower(rand.Text()[:4])) // keys sort by age
	err = j.patch(ctx, key, string(text))
	if apierrors.IsNotFound(err) { // another run considered this one dead and has deleted the journal
		j.made, j.lost = false, true
		if err = j.make(ctx); err == nil {
			err = j.patch(ctx, key, string(text))
		}
	}
	if err != nil { // after an interrupt or a lost connection, the API server may have stored the entry
		j.void = append(j.void, key)
	}
	return key, err
}

// once records that a kind must be swept, unless this is recorded already.
func (j *journal) once(ctx context.Context, undo ObjectUndo) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, known := range j.swept {
		if known.Kind.GroupKind() == undo.Kind.GroupKind() && known.Namespace == undo.Namespace {
			return nil
		}
	}
	key, err := j.addLocked(ctx, undo)
	if err != nil {
		return err
	}
	if j.swept == nil {
		j.swept = map[string]ObjectUndo{}
	}
	j.swept[key] = undo
	return nil
}

// kinds returns the entries about kinds, by key.
func (j *journal) kinds() map[string]ObjectUndo {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.swept)
}

// remove deletes an entry. If the journal does not exist, neither does the entry.
func (j *journal) remove(ctx context.Context, key string) error {
	if err := j.patch(ctx, key, nil); !apierrors.IsNotFound(err) {
		return err
	}
	return nil
}

func (j *journal) patch(ctx context.Context, key string, value any) error {
	patch, err := json.Marshal(map[string]any{"data": map[string]any{key: value}})
	if err != nil {
		return fmt.Errorf("write an undo: %w", err)
	}
	_, err = j.client.Typed().CoreV1().ConfigMaps(SystemNamespace).Patch(ctx, j.name(), types.MergePatchType, patch, metav1.PatchOptions{})
	if err != nil {
		return fmt.Errorf("write to the journal of undos: %w", err)
	}
	return nil
}

func (j *journal) make(ctx context.Context) error {
	if j.made {
		return nil
	}
	j.tried = true
	err := InSystem(ctx, j.client, func(ctx context.Context) error {
		_, err := j.client.Typed().CoreV1().ConfigMaps(SystemNamespace).Create(ctx, &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: j.name(), Labels: map[string]string{LabelRun: j.run}},
		}, metav1.CreateOptions{})
		return err
	})
	if err != nil && !apierrors.IsAlreadyExists(err) { // it exists if the response to an earlier attempt was lost
		return err
	}
	j.made, j.swept = true, nil
	return nil
}

// close deletes the journal if it has no pending entries. Otherwise it is left for the next run, without the void entries.
func (j *journal) close(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.tried {
		return nil
	}
	journals := j.client.Typed().CoreV1().ConfigMaps(SystemNamespace)
	left, err := journals.Get(ctx, j.name(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the journal of undos: %w", err)
	}
	for _, key := range j.void {
		if _, there := left.Data[key]; there {
			delete(left.Data, key)
			err = errors.Join(err, j.patch(ctx, key, nil))
		}
	}
	if err == nil && len(left.Data) == 0 {
		err = journals.Delete(ctx, j.name(), metav1.DeleteOptions{})
	}
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("close the journal of undos: %w", err)
	}
	return nil
}

// Past gives Repair information about other runs.
type Past interface {
	// Alive reports whether a run seems to be alive. It does not wait.
	Alive(ctx context.Context, run string) (bool, error)
	// AwaitDeath waits until it is certain whether the run is dead.
	AwaitDeath(ctx context.Context, run string) (dead bool, err error)
}

// Repair undoes what dead runs have left: changes to the nodes of this cluster, namespaces unless they are kept, and
// cluster-scoped objects, whether journaled or not. It reports what it repaired.
func (r *Run) Repair(ctx context.Context, past Past) error {
	journals, err := r.journals(ctx)
	if err != nil {
		return fmt.Errorf("look for undos that another run left: %w", err)
	}
	var errs []error
	for i := range journals {
		m := &journals[i]
		run, ours := strings.CutPrefix(m.Name, journalPrefix)
		if !ours || run == r.ID {
			continue
		}
		errs = append(errs, r.repairDead(ctx, past, run, m))
	}
	errs = append(errs, r.removeOrphans(ctx, past), r.sweepAll(ctx), r.awaitSwept(ctx))
	return errors.Join(errs...)
}

// journals returns the journals of all runs. On external clusters, the namespace that older versions used is not read.
func (r *Run) journals(ctx context.Context) ([]corev1.ConfigMap, error) {
	places := []string{SystemNamespace, FormerSystemNamespace}
	if r.Foreign {
		places = places[:1]
	}
	var found []corev1.ConfigMap
	for _, place := range places {
		list, err := r.Client.Typed().CoreV1().ConfigMaps(place).List(ctx, metav1.ListOptions{LabelSelector: LabelRun})
		if err != nil {
			return nil, err
		}
		found = append(found, list.Items...)
	}
	return found, nil
}

// removeOrphans deletes the namespaces of dead runs.
func (r *Run) removeOrphans(ctx context.Context, past Past) error {
	namespaces := r.Client.Typed().CoreV1().Namespaces()
	list, err := namespaces.List(ctx, metav1.ListOptions{LabelSelector: LabelRun + ",!" + LabelKept})
	if err != nil {
		return fmt.Errorf("look for namespaces that another run left: %w", err)
	}
	alive := map[string]bool{r.ID: true}
	var errs []error
	for i := range list.Items {
		ns := &list.Items[i]
		run := ns.Labels[LabelRun]
		if _, known := alive[run]; !known {
			if alive[run], err = past.Alive(ctx, run); err != nil {
				return err
			}
		}
		if alive[run] || ns.DeletionTimestamp != nil {
			continue
		}
		removed, err := r.removeOrphan(ctx, past, run, ns)
		if err != nil {
			errs = append(errs, fmt.Errorf("delete namespace %s, which run %s left: %w", ns.Name, run, err))
		}
		if !removed {
			continue
		}
		r.buried(run)
		r.Note("removed namespace %s, which run %s left", ns.Name, run)
	}
	return errors.Join(errs...)
}
