// Package collect reads from a cluster what an explanation needs in addition to watched objects.
package collect

import (
	"context"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// LogTail is how many bytes of a container's log an explanation may read.
const LogTail = 4 << 10

// logPatience limits the time to read logs for one explanation: a node that does not answer must not delay the report.
const logPatience = 5 * time.Second

// Logs reads the end of the log of each container of a pod that has run, and of its previous run if it was, or may have been,
// restarted. The keys are those of explain.Facts: "namespace/pod/container", with "/previous" added for the previous run. A log
// that cannot be read is left out: an explanation does without.
func Logs(ctx context.Context, client *kube.Client, pod *corev1.Pod) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, logPatience)
	defer cancel()
	logs := map[string]string{}
	add := func(container string, previous bool, key string) {
		if text, err := client.Logs(ctx, pod.Namespace, pod.Name, container, previous, LogTail); err == nil {
			logs[key] = text
		}
	}
	for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if c.ContainerID == "" {
			continue
		}
		key := pod.Namespace + "/" + pod.Name + "/" + c.Name
		add(c.Name, false, key)
		if RanBefore(c) {
			add(c.Name, true, key+"/previous")
		}
	}
	return logs
}

// RanBefore reports whether a container may have the log of a previous run. A container that has ended may have been restarted
// since its status was written: its output is then in the log of the previous run.
func RanBefore(c corev1.ContainerStatus) bool { return c.RestartCount > 0 || c.State.Terminated != nil }
