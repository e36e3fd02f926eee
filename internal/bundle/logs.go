package bundle

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// logsTimeout limits the time to read all logs of a scenario.
const logsTimeout = 10 * time.Second

// containerLog is the end of a container's log.
type containerLog struct {
	namespace, pod, container string
	previous                  bool
	text                      string
	leftOut                   int64 // bytes before it, at least
	at                        time.Time
	err                       error
}

// readLogs fetches the logs of every container that has run, and of the previous run if it was restarted, up to the limit.
func readLogs(ctx context.Context, w *world.World, seen []observe.Observation) []containerLog {
	ctx, cancel := context.WithTimeout(ctx, logsTimeout)
	defer cancel()
	var logs []containerLog
	room := int64(LogsLimit)
	read := func(pod *corev1.Pod, container string, previous bool) {
		l := containerLog{namespace: pod.Namespace, pod: pod.Name, container: container, previous: previous}
		l.text, l.leftOut, l.err = w.Run.Client.EndOfLog(ctx, pod.Namespace, pod.Name, container, previous, min(LogLimit, room))
		l.at = time.Now()
		room -= int64(len(l.text))
		if previous && apierrors.IsBadRequest(l.err) {
			return // there was no previous run
		}
		logs = append(logs, l)
	}
	for _, pod := range lastPods(seen) {
		for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
			if c.ContainerID == "" {
				continue
			}
			read(pod, c.Name, false)
			if collect.RanBefore(c) {
				read(pod, c.Name, true)
			}
		}
	}
	return logs
}

func (l containerLog) file() string {
	return explain.LogFile(l.namespace, l.pod, l.container, l.previous)
}

// kept returns the content of its file: the log as it was written, whatever its bytes.
func (l containerLog) kept() string {
	switch {
	case l.err != nil:
		return fmt.Sprintf("(gherkind could not read it: %v)\n", l.err) // it may be gone by now: the rest is still worth saving
	case l.leftOut > 0:
		return fmt.Sprintf("… at least %d bytes left out\n%s", l.leftOut, l.text)
	}
	return l.text
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

// asPod returns nil for a deleted pod, whose logs can no longer be read.
func asPod(o observe.Observation) *corev1.Pod {
	if o.Type == watch.Deleted {
		return nil
	}
	return kube.As[corev1.Pod](o.Object)
}

func podState(obj *unstructured.Unstructured) string {
	pod, err := kube.Read[corev1.Pod](obj)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s, %s ready, on %s", explain.PodStatus(pod), explain.PodReady(pod), pod.Spec.NodeName)
}
