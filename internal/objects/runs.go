package objects

import (
	"fmt"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// run is one run of a container, as the kubelet dates it: to the second. The
// difference of two such times is at least the whole seconds of the real one.
type run struct{ started, finished time.Time }

// Runs puts the runs of a container together from all versions of the last
// pod of this name, each by the number of restarts before it.
func Runs(v observe.View, c kube.ContainerRef) map[int]run {
	runs := map[int]run{}
	note := func(n int, t *corev1.ContainerStateTerminated) {
		switch {
		case t == nil:
		case hasBegun(t):
			runs[n] = run{t.StartedAt.Time, t.FinishedAt.Time}
		default: // tried, in vain
			runs[n] = run{t.FinishedAt.Time, t.FinishedAt.Time}
		}
	}
	for _, o := range Life(v, c.Pod) {
		status, _ := Container(kube.As[corev1.Pod](o.Object), c.Name)
		if status == nil {
			continue
		}
		n, state, last := int(status.RestartCount), status.State, status.LastTerminationState.Terminated
		switch {
		case state.Running != nil:
			runs[n] = run{started: state.Running.StartedAt.Time}
			note(n-1, last)
		case state.Terminated != nil:
			note(n, state.Terminated)
			note(n-1, last)
		default: // waiting for the next run, which is not counted yet
			note(n, last)
		}
	}
	return runs
}

// PauseBefore judges the time between the end of one run and the next.
func PauseBefore(runs map[int]run, restart int, least time.Duration) observe.Verdict {
	before, after := runs[restart-1], runs[restart]
	switch {
	case after.started.IsZero():
		return observe.Verdict{Saw: fmt.Sprintf("restart %d has not been seen", restart)}
	case before.finished.IsZero():
		return observe.Verdict{Saw: fmt.Sprintf("the end of the run before restart %d has not been seen", restart)}
	}
	pause := after.started.Sub(before.finished)
	if pause < least {
		saw := fmt.Sprintf("restart %d came %s after the run before it had ended", restart, pause)
		return Decided(saw)
	}
	return observe.Verdict{Met: true}
}

// Terminations counts, by reason, the ends of a container that any version of
// the pod shows. A container ID ends once, however many versions repeat it.
func Terminations(v observe.View, c kube.ContainerRef) map[string]int {
	reasons, seen := map[string]int{}, map[string]bool{}
	for _, o := range Life(v, c.Pod) {
		status, _ := Container(kube.As[corev1.Pod](o.Object), c.Name)
		if status == nil {
			continue
		}
		for _, t := range []*corev1.ContainerStateTerminated{status.State.Terminated, status.LastTerminationState.Terminated} {
			if t == nil || seen[t.ContainerID] {
				continue
			}
			seen[t.ContainerID] = true
			reasons[t.Reason]++
		}
	}
	return reasons
}

// SawTerminations says with which reasons a container ended, or that it has not.
func SawTerminations(v observe.View, c kube.ContainerRef, reasons map[string]int) string {
	if len(reasons) == 0 {
		if status, saw := Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name); status == nil {
			return saw
		}
		return "it has not ended; the pod is " + SawPod(v, c.Pod)
	}
	var parts []string
	for reason, n := range reasons {
		parts = append(parts, fmt.Sprintf("%s (%s)", reason, strings.Replace(words.Times("time", n), "1 time", "once", 1)))
	}
	sort.Strings(parts)
	return "it ended with reason " + strings.Join(parts, ", ")
}
