package oncluster

import (
	"context"
	"errors"
	"fmt"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
)

// Pod identifies the pod of a runner.
type Pod struct{ Name, UID string }

// Runner is the Lease of a runner's pod in the namespace of its run.
type Runner struct {
	pod    Pod
	leases Leases
	lease  *coordinationv1.Lease
}

// Begin opens the store and creates the queue of the pod's scenarios, which must be closed.
func Begin(ctx context.Context, t *Task, config *kube.Config, pod Pod, getenv func(string) string) (*Runner, *Queue, error) {
	if pod.UID == "" || pod.Name == "" {
		return nil, nil, errors.New("this verb is for the pods that gherkind run --on-cluster makes")
	}
	client, err := kube.New(config)
	if err != nil {
		return nil, nil, fmt.Errorf("make a client for the cluster of this pod: %w", err)
	}
	namespace := left.Namespace(t.Run)
	store, err := OpenStore(ctx, t.Results, t.Run, client, getenv)
	if err != nil {
		return nil, nil, err
	}
	leases := client.Typed().CoordinationV1().Leases(namespace)
	return &Runner{pod: pod, leases: leases}, NewQueue(ctx, leases, store, pod.UID, t.IDs, t.FailFast), nil
}

// Began records the ID of the runner's own run on the cluster, so that its remains are found if the runner is lost.
func (r *Runner) Began(ctx context.Context, run string) error {
	lease := &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{
			Name: ofRunner + "-" + short(r.pod.UID), Labels: map[string]string{labelOf: ofRunner},
			Annotations: map[string]string{annotationOwnRun: run, annotationPod: r.pod.Name},
		},
		Spec: coordinationv1.LeaseSpec{HolderIdentity: &r.pod.UID},
	}
	err := persist(ctx, func(ctx context.Context) (err error) {
		if r.lease, err = r.leases.Create(ctx, lease, metav1.CreateOptions{}); apierrors.IsAlreadyExists(err) {
			r.lease, err = r.leases.Get(ctx, lease.Name, metav1.GetOptions{})
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("tell the command that this runner has begun: %w", err)
	}
	return nil
}

// longestTrouble keeps the annotation below the limit of 256 KiB.
const longestTrouble = 16 << 10

// Ended records that the runner has ended, and what it could not clean up.
func (r *Runner) Ended(ctx context.Context, trouble string) error {
	if r.lease == nil {
		return nil
	}
	err := persist(ctx, func(ctx context.Context) error {
		lease, err := r.leases.Get(ctx, r.lease.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		lease.Annotations[annotationEnded], lease.Annotations[annotationTrouble] = "true", trouble[:min(len(trouble), longestTrouble)]
		_, err = r.leases.Update(ctx, lease, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		return fmt.Errorf("tell the command that this runner has ended: %w", err)
	}
	return nil
}
