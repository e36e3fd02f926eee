package steps

import (
	"context"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// logTail is how much of a container's log an explanation may read, in bytes.
const logTail = 4 << 10

// logPatience bounds the reading of logs for one explanation: a node that does
// not answer must not hold up the report.
const logPatience = 5 * time.Second

// facts collects what the scenario has seen, for explain: the last version of
// every object, what is gone, and the last log lines of a pod in question.
func facts(ctx context.Context, w *world.World, about kube.Ref) explain.Facts {
	last := map[string]observe.Observation{}
	w.Timeline.View(func(v observe.View) {
		for _, o := range v.All() {
			last[o.Ref.Kind.GVK.String()+o.Ref.Namespace+"/"+o.Ref.Name] = o
		}
	})
	f := explain.Facts{Now: time.Now(), Logs: map[string]string{}}
	for _, o := range last {
		if o.Type == watch.Deleted {
			f.Gone = append(f.Gone, o.Object)
		} else {
			f.Objects = append(f.Objects, o.Object)
		}
	}
	if about.Kind.GVK.Kind == "Pod" {
		addLogs(context.WithoutCancel(ctx), w, about, f)
	}
	return f
}

func addLogs(ctx context.Context, w *world.World, about kube.Ref, f explain.Facts) {
	ctx, cancel := context.WithTimeout(ctx, logPatience)
	defer cancel()
	pod := podIn(f.Objects, about)
	if pod == nil {
		return
	}
	for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if c.ContainerID == "" {
			continue
		}
		key := about.Namespace + "/" + about.Name + "/" + c.Name
		addLog(ctx, w, about, c.Name, false, f.Logs, key)
		if c.RestartCount > 0 {
			addLog(ctx, w, about, c.Name, true, f.Logs, key+"/previous")
		}
	}
}

// addLog leaves out a log that cannot be read: an explanation does without.
func addLog(ctx context.Context, w *world.World, about kube.Ref, container string, previous bool, logs map[string]string, key string) {
	if text, err := w.Run.Client.Logs(ctx, about.Namespace, about.Name, container, previous, logTail); err == nil {
		logs[key] = text
	}
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
