package lanes

import (
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
)

// event adds a mark for an event about a pod, and for a warning about any other object: for a workload whose pods could not be
// created, events are all there is.
func (d *drawing) event(alias string, o observe.Observation) {
	e := kube.As[corev1.Event](o.Object)
	if e == nil {
		return // the step that reads it reports the error; the picture is drawn without it
	}
	kind := e.InvolvedObject.Kind
	if kind != "Pod" && e.Type != corev1.EventTypeWarning {
		return
	}
	l := d.lane(key{kind, alias, e.InvolvedObject.Name})
	at := within(o.At, d.axis.From, d.axis.To)
	l.Marks = append(l.Marks, report.Mark{
		At: at, Warning: e.Type == corev1.EventTypeWarning, Reason: short(e.Reason), Message: short(e.Message), Count: times(e),
	})
	if name := containerOf(e.InvolvedObject.FieldPath); name != "" {
		l.pull(name, e.Reason, at)
	}
}

func times(e *corev1.Event) int {
	if e.Series != nil {
		return int(e.Series.Count)
	}
	return max(int(e.Count), 1)
}

// containerOf returns the container name in a field path such as `spec.containers{web}`.
func containerOf(path string) string {
	_, name, _ := strings.Cut(path, "{")
	return strings.TrimSuffix(name, "}")
}

// pull records when the image of a container is being pulled. The status of a pod does not distinguish that from the rest of
// container creation.
func (l *lane) pull(container, reason string, at time.Time) {
	pulls := l.pulls[container]
	last := len(pulls) - 1
	open := last >= 0 && pulls[last].to.IsZero()
	switch {
	case reason == "Pulling" && !open:
		if l.pulls == nil {
			l.pulls = map[string][]span{}
		}
		l.pulls[container] = append(pulls, span{from: at})
	case open && (reason == "Pulled" || reason == "Failed"):
		pulls[last].to = at
	}
}

// someMarks keeps the first and the last marks: they show how the scenario began and ended.
func someMarks(marks []report.Mark) ([]report.Mark, int) {
	slices.SortStableFunc(marks, func(a, b report.Mark) int { return a.At.Compare(b.At) })
	if len(marks) <= MaxMarks {
		return marks, 0
	}
	half := MaxMarks / 2
	return slices.Concat(marks[:half], marks[len(marks)-half:]), len(marks) - 2*half
}

// within clamps a time to an interval.
func within(at, from, to time.Time) time.Time {
	switch {
	case at.Before(from):
		return from
	case at.After(to):
		return to
	}
	return at
}
