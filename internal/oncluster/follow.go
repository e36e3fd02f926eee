package oncluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
)

// follower is the command's view of its runners.
type follower struct {
	d         Deployment
	at        engine.Site
	client    *kube.Client
	namespace string
	store     Store
	told      engine.Told

	left    map[string]bool // IDs of scenarios without a result
	results []string        // names of the results that were read
	held    int             // number of running scenarios
	halted  bool            // a scenario has failed, and no more are taken
	runners []coordinationv1.Lease
	pods    []corev1.Pod
	job     *batchv1.Job
	noted   map[string]bool // pods whose failure was reported
	waits   waits
}

func newFollower(d Deployment, at engine.Site, store Store, told engine.Told) *follower {
	f := &follower{
		d: d, at: at, client: at.Client, namespace: left.Namespace(d.Task.Run), store: store, told: told, left: map[string]bool{}, noted: map[string]bool{},
	}
	for _, id := range d.Task.IDs {
		f.left[id] = true
	}
	return f
}

// manyUnits is how many Leases are read per second; with more, they are read less often.
const manyUnits = 500

// follow collects results until all scenarios have ended, or no more will end.
func (f *follower) follow(ctx context.Context) error {
	again := time.NewTicker(pollInterval * time.Duration(1+len(f.left)/manyUnits))
	defer again.Stop()
	answered := time.Now()
	f.waits.began(answered)
	for {
		err := f.look(ctx)
		switch now := time.Now(); {
		case ctx.Err() != nil:
			return nil // interrupted
		case err == nil:
			answered = now
			if f.over() {
				return nil
			}
			if err := f.trouble(ctx, now); err != nil {
				return err
			}
		case !kube.Transient(err) || errors.As(err, new(refused)) || now.Sub(answered) > outage:
			return fmt.Errorf("follow the runners: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
	}
}

// over reports whether no more results will arrive.
func (f *follower) over() bool { return len(f.left) == 0 || f.halted && f.held == 0 }

// look reads the state of the runners. It reads the Job first: once the Job has ended, everything that its pods have written is
// read afterwards.
func (f *follower) look(ctx context.Context) error {
	if err := f.lookAtJob(ctx); err != nil {
		return err
	}
	pods, err := f.client.Typed().CoreV1().Pods(f.namespace).List(ctx, metav1.ListOptions{LabelSelector: labelOf + "=" + ofRunner})
	if err != nil {
		return err
	}
	f.pods = pods.Items
	list, err := f.client.Typed().CoordinationV1().Leases(f.namespace).List(ctx, metav1.ListOptions{LabelSelector: labelOf})
	if err != nil {
		return err
	}
	f.held, f.runners = 0, nil
	for i := range list.Items {
		lease := &list.Items[i]
		switch id := lease.Annotations[annotationScenario]; {
		case lease.Labels[labelOf] == ofRunner:
			f.runners = append(f.runners, *lease)
		case lease.Labels[labelState] == stateDone:
			if err := f.take(ctx, id, lease); err != nil {
				return err
			}
		default:
			f.held++
			f.told.Started(id)
		}
	}
	return nil
}

func (f *follower) lookAtJob(ctx context.Context) error {
	gvr := batchv1.SchemeGroupVersion.WithResource("jobs")
	u, err := f.client.Dynamic().Resource(gvr).Namespace(f.namespace).Get(ctx, jobName, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return fmt.Errorf("somebody has deleted the runners: %w", err)
	}
	if err != nil {
		return err
	}
	f.job = &batchv1.Job{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, f.job); err != nil {
		return fmt.Errorf("read the Job of the runners: %w", err)
	}
	return nil
}

// take stores the result of a scenario.
func (f *follower) take(ctx context.Context, id string, lease *coordinationv1.Lease) error {
	if !f.left[id] {
		return nil
	}
	data, err := f.store.Get(ctx, lease.Annotations[annotationResult])
	if err != nil {
		return fmt.Errorf("read the result of a scenario: %w", err)
	}
	s, evidence, err := decode(data)
	if err != nil {
		return err
	}
	f.told.Started(id)
	delete(f.left, id)
	f.results = append(f.results, lease.Annotations[annotationResult])
	err = f.told.Finished(ctx, id, s, evidence)
	f.halted = f.halted || f.d.Task.FailFast && failed(string(s.Outcome()))
	return err
}

// endWithin is how long the runners may take to clean up after their last scenario, or after they are told to end.
const endWithin = 2*time.Minute + grace*time.Second

// end waits until the runners have cleaned up, and removes what is left. Without patience, it ends the runners first.
func (f *follower) end(ctx context.Context, patience bool) error {
	waiting, cancel := context.WithTimeout(ctx, endWithin)
	defer cancel()
	var errs []error
	if !patience {
		errs = append(errs, f.stop(waiting))
	}
	errs = append(errs, f.awaitEnd(waiting))
	lost, troubles := f.accounts()
	errs = append(errs, troubles...)
	errs = append(errs, f.d.remove(ctx, f.client, f.finalizes()), f.store.Clear(ctx, f.written()))
	if len(lost) > 0 {
		errs = append(errs, f.sweep(ctx, lost))
	}
	return errors.Join(errs...)
}

// stop deletes the Job; its pods use their grace period to clean up.
func (f *follower) stop(ctx context.Context) error {
	if err := persist(ctx, func(ctx context.Context) error { return left.DeleteJob(ctx, f.client, f.d.Task.Run) }); err != nil {
		return fmt.Errorf("end the runners: %w", err)
	}
	return nil
}

// awaitEnd waits until no runner is running, except those on nodes that are not ready.
func (f *follower) awaitEnd(ctx context.Context) error {
	again := time.NewTicker(pollInterval)
	defer again.Stop()
	for {
		var running int
		err := persist(ctx, func(ctx context.Context) (err error) {
			running, err = f.running(ctx)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return nil // they are deleted, and what they leave is removed
		case err != nil || running == 0:
			return err
		}
		select {
		case <-ctx.Done():
		case <-again.C:
		}
	}
}

// running returns how many runners are running on ready nodes, and reads the Leases of the runners.
func (f *follower) running(ctx context.Context) (int, error) {
	pods, err := f.client.Typed().CoreV1().Pods(f.namespace).List(ctx, metav1.ListOptions{LabelSelector: labelOf + "=" + ofRunner})
	if err != nil {
		return 0, err
	}
	nodes, err := f.client.Typed().CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return 0, err
	}
	leases, err := f.client.Typed().CoordinationV1().Leases(f.namespace).List(ctx, metav1.ListOptions{LabelSelector: labelOf + "=" + ofRunner})
	if err != nil {
		return 0, err
	}
	f.runners = leases.Items
	answering := map[string]bool{}
	for i := range nodes.Items {
		answering[nodes.Items[i].Name] = ready(&nodes.Items[i])
	}
	count := 0
	for i := range pods.Items {
		if pod := &pods.Items[i]; pod.Status.Phase == corev1.PodRunning && answering[pod.Spec.NodeName] {
			count++
		}
	}
	return count, nil
}

func ready(node *corev1.Node) bool {
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

// accounts evaluates how the runners ended: the IDs of runs that may have left something, and what could not be cleaned up.
func (f *follower) accounts() (lost []string, troubles []error) {
	for i := range f.runners {
		a := f.runners[i].Annotations
		if a[annotationEnded] == "" || a[annotationTrouble] != "" {
			lost = append(lost, a[annotationOwnRun])
		}
		if a[annotationTrouble] != "" {
			troubles = append(troubles, fmt.Errorf("pod %s: %s", a[annotationPod], a[annotationTrouble]))
		}
	}
	return lost, troubles
}

// written returns the names of all results: those that were read, and those that lost runners may have written.
func (f *follower) written() []string {
	names := slices.Clone(f.results)
	for i := range f.runners {
		if f.runners[i].Annotations[annotationEnded] != "" {
			continue
		}
		for n := range f.d.Task.IDs {
			names = append(names, resultName(unitName(n), holderOf(&f.runners[i])))
		}
	}
	return names
}

// finalizes reports whether namespaces may be deleted faster than by their controller, which requires a cluster with a single
// API server.
func (f *follower) finalizes() bool {
	planes := 0
	for _, node := range f.at.Cluster.Nodes {
		if node.Role == "control-plane" {
			planes++
		}
	}
	return f.at.Cluster.Ours && planes == 1
}

// sweep removes what lost runners have left. Their pods were deleted, so these runs count as dead once their Leases expire.
func (f *follower) sweep(ctx context.Context, runs []string) error {
	ctx, cancel := context.WithTimeout(ctx, removing)
	defer cancel()
	if err := f.at.Repair(ctx); err != nil {
		return fmt.Errorf("remove what lost runners have left: %w", err)
	}
	var names []string
	for _, run := range runs {
		list, err := f.client.Typed().CoreV1().Namespaces().List(ctx, metav1.ListOptions{LabelSelector: labelRun + "=" + run})
		if err != nil {
			return fmt.Errorf("look for what lost runners have left: %w", err)
		}
		for i := range list.Items {
			if list.Items[i].DeletionTimestamp == nil {
				continue // it is kept, or its run is alive
			}
			names = append(names, list.Items[i].Name)
			if err := endPods(ctx, f.client, list.Items[i].Name, ""); err != nil {
				return fmt.Errorf("remove the pods of a lost runner: %w", err)
			}
		}
	}
	return gone(ctx, f.client, names, f.finalizes())
}
