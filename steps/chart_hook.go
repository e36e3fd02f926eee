package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// hookWithin is the timeout of a hook, as in Helm.
const hookWithin = 5 * time.Minute

// runHooks runs the hooks of an event in sequence. A reused set-up has already run its hooks.
func runHooks(ctx context.Context, w *world.World, set *release.Set, event chart.Event) error {
	for _, hook := range set.At(event) {
		if w.Reused() {
			return nil
		}
		if err := runHook(ctx, w, hook, event); err != nil {
			return err
		}
	}
	return nil
}

func runHook(ctx context.Context, w *world.World, hook release.Hook, event chart.Event) error {
	refs, err := w.Means(ctx, hook.Manifest)
	if err != nil {
		return err
	}
	if hook.Has(chart.BeforeCreation) {
		if err := removeHook(ctx, w, refs); err != nil {
			return err
		}
	}
	if w.Scenario.SetUp != nil {
		err = applyManifest(ctx, w, hook.Manifest)
	} else {
		err = createManifest(ctx, w, hook.Manifest)
	}
	if err != nil {
		return fmt.Errorf("%s hook: %w", event, err)
	}
	if refs, err = w.Means(ctx, hook.Manifest); err != nil { // again, to include objects with generateName
		return err
	}
	var failed *hookError
	for _, ref := range refs {
		if err := hookDone(ctx, w, ref); err != nil {
			failed = &hookError{event: event, ref: ref, ended: !errors.Is(err, observe.ErrUnobserved) && hookFailed(w, ref), err: ofHook(err, event)}
			break
		}
	}
	switch {
	case failed == nil && hook.Has(chart.WhenSucceeded):
		return removeHook(ctx, w, refs)
	case failed == nil:
		return nil
	case hook.Has(chart.WhenFailed):
		failed.left = removeHook(ctx, w, refs)
	}
	return failed
}

// removeHook deletes the objects of a hook and waits until they are gone.
func removeHook(ctx context.Context, w *world.World, refs []kube.Ref) error {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	for _, ref := range refs {
		if err := w.Watch(ctx, ref.Kind); err != nil {
			return err
		}
		if err := w.Remove(ctx, ref); err != nil {
			return fmt.Errorf("delete the hook of before: %w", err)
		}
		if err := w.Run.Client.AwaitGone(ctx, ref); err != nil {
			return fmt.Errorf("await the end of the hook of before: %w", err)
		}
	}
	return nil
}

// hookDone waits until a Job is complete or a pod has succeeded; other kinds are done as soon as they exist.
func hookDone(ctx context.Context, w *world.World, ref kube.Ref) error {
	ending := step.Ending{Within: w.EntryWithin(hookWithin)}
	if err := w.Watch(ctx, ref.Kind); err != nil {
		return err
	}
	switch kind := ref.Kind.GVK.GroupKind(); {
	case kind == objects.KindJob:
		return jobIsComplete(ctx, w, world.JobRef{Ref: ref}, ending)
	case kind.Group == "" && kind.Kind == "Pod":
		return assert.Eventually(ctx, w, ending, ref, objects.PresentIn(ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
			phase, _, _ := unstructured.NestedString(obj.Object, "status", "phase")
			return observe.Verdict{Met: phase == string(corev1.PodSucceeded), Saw: objects.SawPod(v, ref)}
		})), assert.FailFast(failfast.Complete))
	}
	return nil
}

// ofHook adds the event of the hook to an error.
func ofHook(err error, event chart.Event) error {
	if failure, is := errors.AsType[*explain.Failure](err); is {
		failure.Want = fmt.Sprintf("%s (%s hook)", failure.Want, event)
		return err
	}
	return fmt.Errorf("%s hook: %w", event, err)
}

// hookError is the error of a hook that did not complete.
type hookError struct {
	event chart.Event
	ref   kube.Ref
	ended bool // the Job or pod has failed for good
	err   error
	left  error // why the hook's objects could not be deleted
}

func (e *hookError) Error() string { return e.Unwrap().Error() }

// Unwrap returns the cause, and the error of the deletion.
func (e *hookError) Unwrap() error { return errors.Join(e.err, e.left) }

// hookFailed reports whether a Job or pod has failed for good.
func hookFailed(w *world.World, ref kube.Ref) (failed bool) {
	w.Timeline.View(func(v observe.View) { failed = failedByItself(v.Get(ref)) })
	return failed
}

// failedByItself reports whether a Job or pod has failed because of what its containers did. One that was ended by its deadline,
// an eviction or the shutdown of its node, for which a pod has a reason, has not.
func failedByItself(obj *unstructured.Unstructured) bool {
	if obj == nil {
		return false
	}
	phase, _, _ := unstructured.NestedString(obj.Object, "status", "phase")
	reason, _, _ := unstructured.NestedString(obj.Object, "status", "reason")
	condition := kube.Condition(obj, string(batchv1.JobFailed))
	return phase == string(corev1.PodFailed) && reason == "" ||
		condition["status"] == string(corev1.ConditionTrue) && condition["reason"] != batchv1.JobReasonDeadlineExceeded
}
