package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/gather"
	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// facts collects what the scenario has seen, for explain: the last version of
// every object, what is gone, and the last log lines of a pod in question.
func facts(ctx context.Context, w *world.World, about kube.Ref) explain.Facts {
	last := map[string]observe.Observation{}
	w.Timeline.View(func(v observe.View) {
		for _, o := range v.All() {
			last[o.Ref.Kind.GVK.String()+o.Ref.Namespace+"/"+o.Ref.Name] = o
		}
	})
	f := explain.Facts{Now: w.Timeline.Now()}
	for _, o := range last {
		if o.Type == watch.Deleted {
			f.Gone = append(f.Gone, o.Object)
		} else {
			f.Objects = append(f.Objects, o.Object)
		}
	}
	if about.Kind.GVK.Kind == "Pod" {
		if pod := podIn(f.Objects, about); pod != nil {
			f.Logs = world.Recall(context.WithoutCancel(ctx), w, LogsOf(pod.Namespace, pod.Name), func(ctx context.Context) map[string]string {
				return gather.Logs(ctx, w.Run.Client, pod)
			})
		}
	}
	return f
}

// LogsOf is the question, in a recording, for the logs that explain a pod. The
// answer is a map, as explain.Facts has it.
func LogsOf(namespace, pod string) string {
	return fmt.Sprintf("the logs of pod %q in namespace %s", pod, namespace)
}

func podIn(objects []*unstructured.Unstructured, ref kube.Ref) *corev1.Pod {
	for _, obj := range objects {
		if obj.GetKind() == "Pod" && obj.GetNamespace() == ref.Namespace && obj.GetName() == ref.Name {
			return asPod(obj)
		}
	}
	return nil
}

// asPod reads a pod out of an observation; nil stays nil.
func asPod(obj *unstructured.Unstructured) *corev1.Pod {
	var pod corev1.Pod
	if obj == nil || runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &pod) != nil {
		return nil
	}
	return &pod
}
