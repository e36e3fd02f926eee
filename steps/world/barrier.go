package world

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// barrierKinds are the kinds of objects that may reject writes. None of them can reject its own deletion or that of another
// one.
var barrierKinds = []kube.Kind{
	barrierKind("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
	barrierKind("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
	barrierKind("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings"),
}

func barrierKind(kind, plural string) kube.Kind {
	v1 := schema.GroupVersion{Group: admission, Version: "v1"}
	return kube.Kind{GVK: v1.WithKind(kind), GVR: v1.WithResource(plural)}
}

// unbarredWithin is how long an API server may continue to call a webhook that has been deleted.
const unbarredWithin = 30 * time.Second

// Unbarred writes something that other runs must know to the cluster. If a webhook or policy left by a dead run rejects the
// write, the webhook or policy is removed, by this run or by another one that starts at the same time, and the write is
// repeated. If it is not one of a dead run, the error says what must be deleted. past must find runs without writing to the
// cluster.
func (r *Run) Unbarred(ctx context.Context, past Past, do func(context.Context) error) error {
	err := do(ctx)
	if kube.Barrier(err) == "" {
		return err
	}
	removed, errs := r.removeBarriers(ctx, past)
	if !removed {
		if who := r.whoBars(ctx, kube.Barrier(err)); who != "" || errs != nil {
			return errors.Join(fmt.Errorf("%w; %s", err, cmp.Or(who, goneByNow)), errs)
		}
	}
	again, cancel := context.WithTimeout(ctx, unbarredWithin)
	defer cancel()
	tried := probe.Until(again, probe.Wall{}, nil, func(context.Context) error {
		if err = do(ctx); kube.Barrier(err) != "" {
			return err
		}
		return nil
	})
	if tried != nil {
		return fmt.Errorf("%w; %s", tried, cmp.Or(r.whoBars(ctx, kube.Barrier(err)), goneByNow))
	}
	return err
}

const goneByNow = "the webhook or policy is deleted by now, and the API server heeds it still: run it again"

// removeBarriers deletes the webhooks and policies of dead runs.
func (r *Run) removeBarriers(ctx context.Context, past Past) (removed bool, err error) {
	var errs []error
	dead := map[string]bool{}
	for _, kind := range barrierKinds {
		list, err := r.Client.ListLabelled(ctx, kind, "", LabelRun)
		errs = append(errs, ignoreNotFound(err))
		for _, obj := range list {
			run := obj.GetLabels()[LabelRun]
			if _, known := dead[run]; !known && run != r.ID {
				dead[run], err = past.AwaitDeath(ctx, run)
				errs = append(errs, err)
			}
			if !dead[run] {
				continue
			}
			found, err := r.removeBarrier(ctx, kind, obj)
			removed = removed || found
			errs = append(errs, err)
		}
	}
	return removed, errors.Join(errs...)
}

func (r *Run) removeBarrier(ctx context.Context, kind kube.Kind, obj *unstructured.Unstructured) (found bool, err error) {
	ref, run := kube.Ref{Kind: kind, Name: obj.GetName()}, obj.GetLabels()[LabelRun]
	found, err = r.Client.Writer(nil, nil).DeleteIf(ctx, ref, madeBy(run, kind))
	if found && err == nil {
		r.Note("removed %s, which run %s left and which may refuse what runs note in the cluster", ref, run)
	}
	return found, err
}

// whoBars says what must be deleted so that a webhook or the binding of a policy no longer rejects anything; "" if it is
// deleted already.
func (r *Run) whoBars(ctx context.Context, name string) string {
	for _, kind := range barrierKinds {
		list, err := r.Client.List(ctx, kind, "")
		if ignoreNotFound(err) != nil {
			return fmt.Sprintf("what has the webhook or policy %q cannot be found out: %v", name, err)
		}
		for _, obj := range list {
			if bars(obj, name) {
				return fmt.Sprintf("gherkind cannot work while %s is in the cluster, which %s: when it is not wanted, kubectl delete %s %s",
					kube.Ref{Kind: kind, Name: obj.GetName()}, whose(obj), kind.GVR.Resource, obj.GetName())
			}
		}
	}
	return ""
}

func whose(obj *unstructured.Unstructured) string {
	if run := obj.GetLabels()[LabelRun]; run != "" {
		return "run " + run + " has made, which may go on"
	}
	return "gherkind has not made"
}

// bars reports whether a configuration contains a webhook with this name, or is the binding of a policy with this name.
func bars(obj *unstructured.Unstructured, name string) bool {
	hooks, _, err := unstructured.NestedSlice(obj.Object, "webhooks")
	for _, hook := range hooks {
		if of, is := hook.(map[string]any); is && of["name"] == name {
			return true
		}
	}
	return err == nil && hooks == nil && obj.GetName() == name
}

// ignoreNotFound treats a kind that the cluster does not serve as one without objects.
func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
