// Package left removes what a run with a dead command has left on its cluster: first the pods that run its scenarios, then what
// these have created.
package left

import (
	"context"
	"errors"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

const (
	// LabelOf is the role of an object: a Lease or ConfigMap of a scenario or a runner, or the namespace of all runners.
	LabelOf = "gherkind/of"
	// OfRunners is the value of LabelOf for the namespace of all runners.
	OfRunners = "runners"
	// OfRunner is the value of LabelOf for the Lease and the pod of a runner.
	OfRunner = "runner"
	// AnnotationOwnRun is the ID of the run of a runner.
	AnnotationOwnRun = "gherkind/own-run"

	leaseOfRun = "gherkind-run-"
)

// Namespace returns the name of the namespace for a run's runners.
func Namespace(run string) string { return "gherkind-" + run + "-runners" }

// Granted returns the name of the roles and bindings outside that namespace.
func Granted(run string) string { return Namespace(run) }

// Outside returns the objects of a run that are not in its namespace. Deleting the bindings, which come first, revokes the
// permissions of the runners.
func Outside() []Object {
	of := func(resource, namespace string) Object {
		return Object{rbacv1.SchemeGroupVersion.WithResource(resource), namespace}
	}
	return []Object{
		of("clusterrolebindings", ""), of("rolebindings", world.SystemNamespace), of("clusterroles", ""), of("roles", world.SystemNamespace),
	}
}

// Object is an object with the name Granted.
type Object struct {
	Resource  schema.GroupVersionResource
	Namespace string
}

// Remove removes the runners of dead runs. After that they can create nothing more and count as dead, and what they have
// created is removed like that of any dead run. If this run lacks the permission, it is left to a run that has it.
func Remove(ctx context.Context, client *kube.Client, own string, past world.Past, note func(string, ...any)) error {
	list, err := client.Typed().CoreV1().Namespaces().List(ctx, metav1.ListOptions{LabelSelector: LabelOf + "=" + OfRunners})
	if err != nil {
		return fmt.Errorf("look for runners of dead runs: %w", err)
	}
	var errs []error
	for i := range list.Items {
		run := list.Items[i].Labels[world.LabelRun]
		if run == own || run == "" {
			continue
		}
		alive, err := past.Alive(ctx, run)
		if err != nil || alive {
			errs = append(errs, err)
			continue
		}
		err = removeOf(ctx, client, run)
		switch {
		case kube.MissingRight(err) != nil:
		case err != nil:
			errs = append(errs, fmt.Errorf("remove the runners of run %s, which is dead: %w", run, err))
		default:
			note("removed the runners in namespace %s, which run %s left", Namespace(run), run)
		}
	}
	return errors.Join(errs...)
}

// Job is the name of the Job of the runners.
const Job = "runners"

// DeleteJob deletes the Job of the runners, whose pods use their grace period to clean up. The Job need not exist.
func DeleteJob(ctx context.Context, client *kube.Client, run string) error {
	background := metav1.DeletePropagationBackground
	err := client.Dynamic().Resource(batchv1.SchemeGroupVersion.WithResource("jobs")).Namespace(Namespace(run)).
		Delete(ctx, Job, metav1.DeleteOptions{PropagationPolicy: &background})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func removeOf(ctx context.Context, client *kube.Client, run string) error {
	for _, each := range Outside() {
		err := client.Dynamic().Resource(each.Resource).Namespace(each.Namespace).Delete(ctx, Granted(run), metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	runners, err := client.Typed().CoordinationV1().Leases(Namespace(run)).List(ctx, metav1.ListOptions{LabelSelector: LabelOf + "=" + OfRunner})
	if err != nil {
		return err
	}
	if err := DeleteJob(ctx, client, run); err != nil {
		return err
	}
	err = client.Typed().CoreV1().Namespaces().Delete(ctx, Namespace(run), metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	none := int64(0)
	err = client.Typed().CoreV1().Pods(Namespace(run)).DeleteCollection(ctx, metav1.DeleteOptions{GracePeriodSeconds: &none}, metav1.ListOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	for i := range runners.Items {
		name := leaseOfRun + runners.Items[i].Annotations[AnnotationOwnRun]
		err := client.Typed().CoordinationV1().Leases(world.SystemNamespace).Delete(ctx, name, metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	return nil
}
