// Package collect reads from a cluster what an explanation needs in addition to watched objects.
package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/explain"
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
	for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if c.ContainerID == "" {
			continue
		}
		r := reader{client: client, pod: pod, status: c, logs: logs}
		_ = wait.PollUntilContextCancel(ctx, readAgain, true, func(ctx context.Context) (bool, error) { // without an answer, its log is left out
			said := r.read(ctx)
			return said || !r.mustHaveSaid(time.Now()), nil
		})
	}
	return logs
}

// readAgain is the time between two attempts to read a log that must contain something.
const readAgain = 250 * time.Millisecond

// reader reads the logs of a container.
type reader struct {
	client *kube.Client
	pod    *corev1.Pod
	status corev1.ContainerStatus
	logs   map[string]string
}

// read reads the log of the current and the previous run. It reports whether one of them has any text.
func (r reader) read(ctx context.Context) (said bool) {
	key := r.pod.Namespace + "/" + r.pod.Name + "/" + r.status.Name
	add := func(previous bool, key string) {
		text, err := r.client.Logs(ctx, r.pod.Namespace, r.pod.Name, r.status.Name, previous, LogTail)
		if err != nil {
			return
		}
		r.logs[key] = text
		said = said || strings.TrimSpace(text) != "" && !strings.HasPrefix(text, noLog)
	}
	add(false, key)
	if RanBefore(r.status) {
		add(true, key+"/previous")
	}
	return said
}

// noLog begins what the kubelet sends instead of the log of a container that it has removed.
const noLog = "unable to retrieve container logs for "

// lately is how long after the end of a container its log may not be readable: while the container is restarted, the kubelet may
// already have removed the ended one, and not yet say that there is another.
const lately = time.Minute

// mustHaveSaid reports whether the container has just ended in a way of which its log gives the reason: the runtime, which could
// not run the program, writes why.
func (r reader) mustHaveSaid(now time.Time) bool {
	end := r.status.State.Terminated
	if end == nil {
		end = r.status.LastTerminationState.Terminated
	}
	return end != nil && end.ExitCode == explain.ExitExec && now.Sub(end.FinishedAt.Time).Abs() < lately
}

// RanBefore reports whether a container may have the log of a previous run. A container that has ended may have been restarted
// since its status was written: its output is then in the log of the previous run.
func RanBefore(c corev1.ContainerStatus) bool { return c.RestartCount > 0 || c.State.Terminated != nil }
