package assert

import (
	"context"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// An action may be too early for its object: a controller has yet to create it, or it is starting. The action then waits
// as long as a check without an ending does, by the watches, and fails as fast.

// Able waits until a check of the object that is acted on is met.
func Able(ctx context.Context, w *world.World, ref kube.Ref, goal failfast.Goal, check observe.Check) error {
	return Eventually(ctx, w, step.Ending{}, ref, check, FailFast(goal))
}

// OnceThere calls act, and, if the object does not exist yet, calls it again when the object exists.
func OnceThere(ctx context.Context, w *world.World, ref kube.Ref, act func(context.Context) error) error {
	err := inActionTime(ctx, w, act)
	if !apierrors.IsNotFound(err) && !errors.Is(err, ErrAbsent) {
		return err
	}
	there := objects.Present(ref, func(*unstructured.Unstructured) observe.Verdict { return observe.Verdict{Met: true} })
	if err := Able(ctx, w, ref, failfast.Present, there); err != nil {
		return err
	}
	return inActionTime(ctx, w, act)
}

// ErrAbsent is the error of an action on an object that does not exist.
var ErrAbsent = errors.New("it is not there")

func inActionTime(ctx context.Context, w *world.World, act func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	return act(ctx)
}

// Running is met when a container of the pod is running; "" is its first container.
func Running(ref kube.Ref, container string) observe.Check {
	return func(v observe.View) observe.Verdict {
		pod, err := objects.Staying(v, ref)
		if err != nil {
			return observe.Verdict{Saw: err.Error()}
		}
		name := container
		if name == "" {
			name = pod.Spec.Containers[0].Name
		}
		if !objects.HasContainer(pod, name) {
			saw := objects.NotInPod(pod, name)
			return observe.Verdict{Saw: saw, FailsFast: errors.New(saw)}
		}
		status, saw := objects.Container(pod, name)
		switch {
		case status == nil:
			return observe.Verdict{Saw: saw}
		case status.State.Running == nil:
			return observe.Verdict{Saw: fmt.Sprintf("container %q does not run; the pod is %s", name, objects.SawPod(v, ref))}
		}
		return observe.Verdict{Met: true}
	}
}
