package steps

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

func runCommand(ctx context.Context, w *world.World, command, pod string) error {
	return runCommandInContainer(ctx, w, command, "", pod)
}

func runCommandInContainer(ctx context.Context, w *world.World, command, container, pod string) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	result, err := shell(within, w, ref, container, command)
	if err == nil && result.ExitCode != 0 {
		err = exited(result)
	}
	if err != nil {
		return failure(ctx, w, ref, 0, err)
	}
	return nil
}

// shell runs a command line in a container; "" is the pod's first one.
func shell(ctx context.Context, w *world.World, ref kube.Ref, container, command string) (kube.ExecResult, error) {
	var err error
	if container == "" {
		if container, err = firstContainer(w, ref); err != nil {
			return kube.ExecResult{}, err
		}
	}
	result, err := inContainer(ctx, w, ref, container, []string{"sh", "-c", command})
	if err != nil {
		return result, fmt.Errorf("the command could not be run: %w", err)
	}
	return result, nil
}

func firstContainer(w *world.World, ref kube.Ref) (string, error) {
	var name string
	w.Timeline.View(func(v observe.View) {
		if pod := asPod(v.Get(ref)); pod != nil && len(pod.Spec.Containers) > 0 {
			name = pod.Spec.Containers[0].Name
		}
	})
	if name == "" {
		return "", fmt.Errorf("there is no %s", ref)
	}
	return name, nil
}
