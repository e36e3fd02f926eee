package lanes

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/scenarios/report"
)

// track is a report.Track that is being built. The last bar has no end while its state continues.
type track struct {
	report.Track
	seen     time.Time // when the previous version arrived
	restarts int32
}

// see records the container's state in a version of the pod. status is nil until the kubelet has reported one.
func (t *track) see(at time.Time, pod *corev1.Pod, status *corev1.ContainerStatus, oneShot bool) {
	if status != nil {
		t.missed(at, status)
		t.restarts = status.RestartCount
	}
	phase, text := now(pod, status, oneShot)
	t.begin(at, report.Bar{Phase: phase, Text: short(text), Restart: int(t.restarts)})
	t.seen = at
}

// missed records a run that started and ended between two versions; only lastState shows it, with timestamps of the server.
func (t *track) missed(at time.Time, status *corev1.ContainerStatus) {
	last := status.LastTerminationState.Terminated
	if last == nil || t.seen.IsZero() || status.RestartCount <= t.restarts {
		return
	}
	if i := len(t.Bars) - 1; i >= 0 && (t.Bars[i].Phase == report.Crashed || t.Bars[i].Phase == report.Done) && t.Bars[i].Restart == int(status.RestartCount)-1 {
		return // its end was observed
	}
	finished := within(last.FinishedAt.Time, t.seen, at)
	if !t.runs() && last.StartedAt.Unix() > 0 { // 1970: the runtime could not start it
		t.begin(within(last.StartedAt.Time, t.seen, finished), report.Bar{Phase: report.Running, Restart: int(status.RestartCount) - 1})
	}
	phase, text := ended(last)
	t.begin(finished, report.Bar{Phase: phase, Text: short(text), Restart: int(status.RestartCount) - 1})
}

func (t *track) runs() bool {
	i := len(t.Bars) - 1
	return i >= 0 && (t.Bars[i].Phase == report.Running || t.Bars[i].Phase == report.Ready || t.Bars[i].Phase == report.Init)
}

// begin starts a bar, unless the last one shows the same state. Then it only takes over the newer message.
func (t *track) begin(at time.Time, b report.Bar) {
	if i := len(t.Bars) - 1; i >= 0 && t.Bars[i].To.IsZero() {
		last := &t.Bars[i]
		if last.Phase == b.Phase && last.Restart == b.Restart {
			last.Text = b.Text
			return
		}
		last.To = at
	}
	b.From = at
	t.Bars = append(t.Bars, b)
}

func (t *track) end(at time.Time) {
	if i := len(t.Bars) - 1; i >= 0 && t.Bars[i].To.IsZero() {
		t.Bars[i].To = at
	}
}

// now returns the phase of the container, as reports call it.
func now(pod *corev1.Pod, status *corev1.ContainerStatus, oneShot bool) (report.Phase, string) {
	deleted := pod.DeletionTimestamp != nil
	switch {
	case status == nil && pod.Spec.NodeName == "":
		return report.Unscheduled, ""
	case status == nil:
		return report.Scheduled, ""
	case status.State.Running != nil && deleted:
		return report.Stopping, ""
	case status.State.Running != nil && oneShot:
		return report.Init, ""
	case status.State.Running != nil && status.Ready:
		return report.Ready, ""
	case status.State.Running != nil:
		return report.Running, ""
	case status.State.Terminated != nil:
		return ended(status.State.Terminated)
	case status.State.Waiting != nil:
		return waits(pod, status)
	}
	return report.Scheduled, ""
}

func ended(t *corev1.ContainerStateTerminated) (report.Phase, string) {
	if t.ExitCode == 0 {
		return report.Done, "exit 0"
	}
	return report.Crashed, fmt.Sprintf("%s, exit %d", t.Reason, t.ExitCode)
}

func waits(pod *corev1.Pod, status *corev1.ContainerStatus) (report.Phase, string) {
	w := status.State.Waiting
	switch w.Reason {
	case "", "ContainerCreating", "PodInitializing":
		if status.RestartCount > 0 {
			return report.Restarting, w.Reason
		}
		if pod.Spec.NodeName == "" {
			return report.Unscheduled, ""
		}
		return report.Scheduled, w.Reason
	case "CrashLoopBackOff":
		return report.Restarting, w.Reason
	}
	return report.Stuck, w.Reason
}
