package lanes

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
)

// lane is a report.Lane that is being built.
type lane struct {
	report.Lane
	tracks map[string]*track
	order  []*track
	pulls  map[string][]span // by container
}

type span struct{ from, to time.Time }

// pod updates the track of each container with a version of the pod.
func (l *lane) pod(o observe.Observation) {
	if o.Type == watch.Deleted {
		for _, t := range l.order {
			t.end(o.At)
		}
		return
	}
	pod := kube.As[corev1.Pod](o.Object)
	if pod == nil {
		return // the step that reads it reports the error; the picture is drawn without it
	}
	if pod.Spec.NodeName != "" {
		l.Node = pod.Spec.NodeName
	}
	for _, c := range pod.Spec.InitContainers {
		always := c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
		l.track(c.Name, true).see(o.At, pod, statusOf(pod.Status.InitContainerStatuses, c.Name), !always)
	}
	for _, c := range pod.Spec.Containers {
		l.track(c.Name, false).see(o.At, pod, statusOf(pod.Status.ContainerStatuses, c.Name), false)
	}
}

func statusOf(statuses []corev1.ContainerStatus, name string) *corev1.ContainerStatus {
	for i := range statuses {
		if statuses[i].Name == name {
			return &statuses[i]
		}
	}
	return nil
}

func (l *lane) track(container string, isInit bool) *track {
	t := l.tracks[container]
	if t == nil {
		t = &track{Track: report.Track{Container: container, Init: isInit}}
		l.tracks[container] = t
		l.order = append(l.order, t)
	}
	return t
}

// finish closes the bars at the end of the axis and applies the axis and the limits. An empty lane is not drawn.
func (l *lane) finish(axis Axis) (report.Lane, bool) {
	for _, t := range l.order {
		t.end(axis.To)
		t.clamp(axis)
		t.split(l.pulls[t.Container])
		if extra := len(t.Bars) - MaxBars; extra > 0 {
			t.Bars, l.Omitted = t.Bars[extra:], l.Omitted+extra
		}
		if len(t.Bars) == 0 {
			continue
		}
		if len(l.Tracks) == MaxTracks {
			l.Omitted += len(t.Bars)
			continue
		}
		l.Tracks = append(l.Tracks, t.Track)
	}
	var extra int
	l.Marks, extra = someMarks(l.Marks)
	l.Omitted += extra
	return l.Lane, len(l.Tracks) > 0 || len(l.Marks) > 0
}
