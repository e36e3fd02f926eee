package objects

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// ExitCodes are those of the ends of a container that any version of the pod shows, in order, and what to say of them. An end
// that the node has not seen itself has a code of the kubelet's own, and is none.
func ExitCodes(v observe.View, c kube.ContainerRef) (codes []int, saw string) {
	seen := map[string]bool{}
	var said []string
	for _, o := range Life(v, c.Pod) {
		status, _ := Container(kube.As[corev1.Pod](o.Object), c.Name)
		if status == nil {
			continue
		}
		for _, t := range []*corev1.ContainerStateTerminated{status.LastTerminationState.Terminated, status.State.Terminated} {
			if t == nil || seen[t.ContainerID] {
				continue
			}
			seen[t.ContainerID] = true
			if t.Reason == "ContainerStatusUnknown" {
				continue
			}
			codes, said = append(codes, int(t.ExitCode)), append(said, fmt.Sprintf("%d (%s)", t.ExitCode, t.Reason))
		}
	}
	if len(said) > 0 {
		return codes, "it ended with exit code " + strings.Join(said, ", ")
	}
	if status, saw := Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name); status == nil {
		return nil, saw
	}
	return nil, "it has not ended; the pod is " + SawPod(v, c.Pod)
}
