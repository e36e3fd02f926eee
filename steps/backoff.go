package steps

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// run is one run of a container, as the kubelet dates it: to the second. The
// difference of two such times is at least the whole seconds of the real one.
type run struct{ started, finished time.Time }

// runsOf puts the runs of a container together from all versions of the last
// pod of this name, each by the number of restarts before it.
func runsOf(v observe.View, ref kube.Ref, container string) map[int]run {
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
	for _, o := range lifeOf(v, ref) {
		status, _ := containerIn(kube.As[corev1.Pod](o.Object), container)
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

// pauseBefore judges the time between the end of one run and the next.
func pauseBefore(runs map[int]run, restart int, least time.Duration) observe.Verdict {
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
		return past(saw)
	}
	return observe.Verdict{Met: true}
}
