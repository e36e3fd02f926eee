package steps

import (
	"fmt"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// sawState says what a container does now, in the words of its status.
func sawState(status *corev1.ContainerStatus) string {
	switch s := status.State; {
	case s.Terminated != nil:
		return fmt.Sprintf("it ended with reason %s, exit code %d", s.Terminated.Reason, s.Terminated.ExitCode)
	case s.Waiting != nil:
		return "it is waiting: " + s.Waiting.Reason
	case s.Running != nil:
		return "it is running"
	}
	return "its state has not been reported yet"
}

// terminations counts, by reason, the ends of a container that any version of
// the pod shows. A container ID ends once, however many versions repeat it.
func terminations(v observe.View, ref kube.Ref, container string) map[string]int {
	reasons, seen := map[string]int{}, map[string]bool{}
	for _, o := range lifeOf(v, ref) {
		status, _ := containerIn(kube.As[corev1.Pod](o.Object), container)
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

func sawTerminations(v observe.View, ref kube.Ref, container string, reasons map[string]int) string {
	if len(reasons) == 0 {
		if status, saw := containerIn(kube.As[corev1.Pod](v.Get(ref)), container); status == nil {
			return saw
		}
		return "it has not ended; the pod is " + sawPod(v, ref)
	}
	var parts []string
	for reason, n := range reasons {
		parts = append(parts, fmt.Sprintf("%s (%s)", reason, strings.Replace(times("time", n), "1 time", "once", 1)))
	}
	sort.Strings(parts)
	return "it ended with reason " + strings.Join(parts, ", ")
}
