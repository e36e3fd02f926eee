package scenarios

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// writeLogs fetches the logs of every container that has run, the previous
// run's too when it was restarted.
func writeLogs(ctx context.Context, w *world.World, dir string, seen []observe.Observation) error {
	ctx, cancel := context.WithTimeout(ctx, logsTimeout)
	defer cancel()
	var errs []error
	for _, pod := range lastPods(seen) {
		statuses := append(append([]corev1.ContainerStatus{}, pod.Status.InitContainerStatuses...), pod.Status.ContainerStatuses...)
		for _, c := range statuses {
			if c.ContainerID == "" {
				continue
			}
			errs = append(errs, writeLog(ctx, w, dir, pod, c.Name, false))
			if c.RestartCount > 0 {
				errs = append(errs, writeLog(ctx, w, dir, pod, c.Name, true))
			}
		}
	}
	return errors.Join(errs...)
}

func writeLog(ctx context.Context, w *world.World, dir string, pod *corev1.Pod, container string, previous bool) error {
	text, err := w.Run.Client.Logs(ctx, pod.Namespace, pod.Name, container, previous, logLimit)
	if err != nil {
		text = fmt.Sprintf("(gherkind could not read it: %v)\n", err) // it may be gone by now: the rest is still worth keeping
	}
	name := pod.Name + "_" + container
	if previous {
		name += ".previous"
	}
	return writeText(filepath.Join(dir, "logs"), name+".log", text)
}

func lastPods(seen []observe.Observation) []*corev1.Pod {
	last := map[string]*corev1.Pod{}
	var order []string
	for _, o := range seen {
		if o.Ref.Kind.GVK.Kind != "Pod" {
			continue
		}
		key := o.Ref.Namespace + "/" + o.Ref.Name
		if _, known := last[key]; !known {
			order = append(order, key)
		}
		last[key] = asPod(o)
	}
	var pods []*corev1.Pod
	for _, key := range order {
		if last[key] != nil {
			pods = append(pods, last[key])
		}
	}
	return pods
}

// asPod is nil for a pod that is gone: there is no log to read any more.
func asPod(o observe.Observation) *corev1.Pod {
	var pod corev1.Pod
	if o.Type == watch.Deleted || runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object.Object, &pod) != nil {
		return nil
	}
	return &pod
}

func podState(obj *unstructured.Unstructured) string {
	var pod corev1.Pod
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &pod); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s, %s ready, on %s", explain.PodStatus(&pod), explain.PodReady(&pod), pod.Spec.NodeName)
}
