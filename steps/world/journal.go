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

// journalPrefix, followed by the run's ID, names its ConfigMap.
const journalPrefix = "gherkind-undo-"

// journal is a run's list of pending undos in the cluster: a ConfigMap with one
// key for each. It is made when the first entry is.
type journal struct {
	client *kube.Client
	run    string

	mu    sync.Mutex
	count int
	made  bool
	tried bool                  // to make it: it may be there, when nobody has said so
	void  []string              // keys of entries that may be in it although nothing was done
	lost  bool                  // another run has taken this one for dead, and done what was in it
	swept map[string]ObjectUndo // the entries of kinds, by their keys
}

func (j *journal) name() string { return journalPrefix + j.run }

// add writes an undo down and returns the key of its entry.
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
	key := fmt.Sprintf("%06d-%s", j.count, strings.ToLower(rand.Text()[:4])) // sorts by age
	err = j.patch(ctx, key, string(text))
	if apierrors.IsNotFound(err) { // another run, which took this one for dead, has removed it
		j.made, j.lost = false, true
		if err = j.make(ctx); err == nil {
			err = j.patch(ctx, key, string(text))
		}
	}
	if err != nil { // an interrupt, or a connection that breaks, can come when the API server has written it already
		j.void = append(j.void, key)
	}
	return key, err
}

// once writes down that a kind is to be swept, unless it is written already.
func (j *journal) once(ctx context.Context, undo ObjectUndo) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, known := range j.swept {
		if known.Kind.GroupKind() == undo.Kind.GroupKind() {
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

// kinds are the entries of kinds, by their keys.
func (j *journal) kinds() map[string]ObjectUndo {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.swept)
}

// remove takes an entry out. In a journal that is gone, there is none.
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
	if err != nil && !apierrors.IsAlreadyExists(err) { // which it does when the answer to an earlier try was lost
		return err
	}
	j.made, j.swept = true, nil
	return nil
}

// close removes the journal when nothing is pending in it. One that still has
// entries stays for the next run, without those that stand for nothing.
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
	// Alive tells whether a run goes on. One that looks as if it does is taken for alive, without a wait.
	Alive(ctx context.Context, run string) (bool, error)
	// AwaitDeath tells the same, but waits until it is certain.
	AwaitDeath(ctx context.Context, run string) (dead bool, err error)
}

// Repair does what runs that died have left undone: to this cluster's nodes,
// and to their namespaces, unless these were kept. Cluster-scoped objects of theirs go, too, whether they wrote them down
// or not. What was repaired is noted.
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

// journals are those of all runs. On an external cluster no older version can have left one that this one may read.
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

// removeOrphans deletes the namespaces of runs that were killed.
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
