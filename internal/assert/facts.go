package assert

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Facts collects what the scenario has observed, for explain: the last version of every object, what was deleted, and the
// last log lines of the pods in question.
func Facts(ctx context.Context, w *world.World, about kube.Ref) explain.Facts {
	var f explain.Facts
	w.Timeline.View(func(v observe.View) { f = factsOf(v) })
	f.Now, f.Leaves = w.Timeline.Now(), !w.Run.Keeps
	surroundings(ctx, w, &f)
	f.Logs = logsFor(ctx, w, f.Objects, about)
	return f
}

// factsOf returns the contents of a view in a stable order.
func factsOf(v observe.View) explain.Facts { return factsUntil(v, time.Time{}) }

// factsUntil returns what a view contained at a time, or all that it contains for the zero time.
func factsUntil(v observe.View, at time.Time) explain.Facts {
	last := map[string]observe.Observation{}
	for _, o := range v.All() {
		if !at.IsZero() && o.At.After(at) {
			continue
		}
		last[o.Ref.Kind.GVK.String()+o.Ref.Namespace+"/"+o.Ref.Name] = o
	}
	var f explain.Facts
	for _, name := range slices.Sorted(maps.Keys(last)) {
		if o := last[name]; o.Type == watch.Deleted {
			f.Gone = append(f.Gone, o.Object)
		} else {
			f.Objects = append(f.Objects, o.Object)
		}
	}
	return f
}

// logPods and logPatience bound the reading of logs for one explanation: a
// workload may have many pods, and a lost node does not answer for its pods.
const (
	logPods     = 5
	logPatience = 5 * time.Second
)

// logsFor reads the logs of the pod in question. For another object, it reads those of related pods that are not ready; for
// no object, those of all such pods of the scenario.
func logsFor(ctx context.Context, w *world.World, objects []*unstructured.Unstructured, about kube.Ref) map[string]string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logPatience)
	defer cancel()
	var pods []*corev1.Pod
	for _, obj := range objects {
		if pod := inQuestion(obj, about); pod != nil {
			pods = append(pods, pod)
		}
	}
	slices.SortFunc(pods, func(a, b *corev1.Pod) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Namespace, b.Namespace))
	})
	logs := map[string]string{}
	for _, pod := range pods[:min(len(pods), logPods)] {
		maps.Copy(logs, world.Recall(ctx, w, LogsOf(pod.Namespace, pod.Name), func(ctx context.Context) map[string]string {
			return collect.Logs(ctx, w.Run.Client, pod)
		}))
	}
	return logs
}

// LogsOf is the question, in a recording, for the logs that explain a pod. The answer is a map, as in explain.Facts.
func LogsOf(namespace, pod string) world.Question {
	return world.Question{Kind: world.QuestionLogs, Namespace: namespace, Pod: pod}
}

// inQuestion returns the pod if the object is one whose logs may explain the failure.
func inQuestion(obj *unstructured.Unstructured, about kube.Ref) *corev1.Pod {
	switch {
	case obj.GetKind() != "Pod" || about.Namespace != "" && obj.GetNamespace() != about.Namespace:
		return nil
	case about.Kind.GVK.Kind == "Pod" && obj.GetName() != about.Name:
		return nil
	case about.Kind.GVK.Kind == "Pod":
		return kube.As[corev1.Pod](obj)
	}
	return collect.Unready(obj)
}
