package remote

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// NodeShell runs a command line on a node.
func NodeShell(ctx context.Context, w *world.World, node string, env []string, command string) (output string, exitCode int, err error) {
	return OnNode(ctx, w, node, append(append([]string{"env"}, env...), "sh", "-c", command))
}

// Shell runs a command line in a container; "" is the pod's first one.
func Shell(ctx context.Context, w *world.World, ref kube.Ref, container, command string) (kube.ExecResult, error) {
	pod, err := StayingPod(w, ref)
	if err != nil {
		return kube.ExecResult{}, err
	}
	if container == "" {
		container = pod.Spec.Containers[0].Name
	}
	result, err := InContainer(ctx, w, ref, container, []string{"sh", "-c", command})
	if err != nil {
		return result, fmt.Errorf("the command could not be run: %w", err)
	}
	return result, nil
}

// FirstContainer is the name of the first container of a pod that is not being deleted.
func FirstContainer(w *world.World, ref kube.Ref) (string, error) {
	pod, err := StayingPod(w, ref)
	if err != nil {
		return "", err
	}
	return pod.Spec.Containers[0].Name, nil
}

// StayingPod is the pod of that name. One that is being deleted is not asked anything: what it answers says nothing of
// its successor, which may have the same name.
func StayingPod(w *world.World, ref kube.Ref) (pod *corev1.Pod, err error) {
	w.Timeline.View(func(v observe.View) { pod, err = objects.Staying(v, ref) })
	return pod, err
}
