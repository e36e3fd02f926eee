package oncluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

const (
	// startWithin is how long there may be no running runner: images must be pulled, and pods must be scheduled.
	startWithin = 5 * time.Minute
	// failedStart is the same if the kubelet or the Job controller reports a failure.
	failedStart = 45 * time.Second
)

// waits records since when no runner has been running.
type waits struct{ since time.Time }

func (w *waits) began(now time.Time) { w.since = now }

// trouble returns an error if no more scenarios will be run because of the cluster or the image.
func (f *follower) trouble(ctx context.Context, now time.Time) error {
	f.noteFailed(ctx)
	for _, c := range f.job.Status.Conditions {
		if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobFailed || c.Type == batchv1.JobComplete) {
			return f.fault(ctx, fmt.Errorf("all runners have ended, and %d scenarios have no result: %s", len(f.left), c.Message))
		}
	}
	why := f.notRunning()
	if why == "" {
		f.waits.began(now)
		return nil
	}
	silent := now.Sub(f.waits.since)
	if silent < failedStart {
		return nil
	}
	if event := f.event(ctx); event != "" {
		why = event
	} else if silent < startWithin && !f.failing() {
		return nil
	}
	return f.fault(ctx, fmt.Errorf("no runner is running for %s: %s", silent.Round(time.Second), why))
}

func (f *follower) fault(ctx context.Context, err error) error {
	return &host.EnvironmentError{Doing: "run scenarios in pods of the cluster", Err: errors.Join(err, f.lastWords(ctx))}
}

// notRunning returns why no runner is running; "" if one is.
func (f *follower) notRunning() string {
	why := "there is no pod of the Job " + jobName
	for i := range f.pods {
		pod := &f.pods[i]
		if pod.Status.Phase == corev1.PodRunning && pod.DeletionTimestamp == nil {
			return ""
		}
		if said := waitsFor(pod); said != "" {
			why = fmt.Sprintf("pod %s: %s", pod.Name, said)
		}
	}
	return why
}

// waitsFor returns what the kubelet or the scheduler reports about a pod that is not running yet.
func waitsFor(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		if w := c.State.Waiting; w != nil {
			return strings.TrimSpace(w.Reason + " " + w.Message)
		}
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse {
			return c.Message
		}
	}
	return ""
}

// hopeless are the reasons reported by kubelets that do not go away by themselves.
var hopeless = []string{"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError", "CreateContainerError", "RunContainerError"}

// failing reports whether a pod cannot be started, instead of only waiting.
func (f *follower) failing() bool {
	for i := range f.pods {
		for _, c := range f.pods[i].Status.ContainerStatuses {
			if c.State.Waiting != nil && slices.Contains(hopeless, c.State.Waiting.Reason) {
				return true
			}
		}
	}
	return false
}

// event returns why the Job cannot create pods, such as a quota or an admission webhook.
func (f *follower) event(ctx context.Context) string {
	if len(f.pods) > 0 {
		return ""
	}
	list, err := f.client.Typed().CoreV1().Events(f.namespace).List(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=" + jobName + ",reason=FailedCreate"})
	if err != nil || len(list.Items) == 0 {
		return ""
	}
	return list.Items[len(list.Items)-1].Message
}

// noteFailed reports each failed runner once. The Job replaces it.
func (f *follower) noteFailed(ctx context.Context) {
	for i := range f.pods {
		pod := &f.pods[i]
		if pod.Status.Phase == corev1.PodFailed && pod.DeletionTimestamp == nil && !f.noted[pod.Name] {
			f.noted[pod.Name] = true
			f.told.Note("runner %s failed, and is replaced: %s", pod.Name, f.endOfLog(ctx, pod.Name))
		}
	}
}

// lastWords returns the end of the log of a failed runner.
func (f *follower) lastWords(ctx context.Context) error {
	for i := range f.pods {
		if f.pods[i].Status.Phase == corev1.PodFailed {
			return fmt.Errorf("pod %s: %s", f.pods[i].Name, f.endOfLog(ctx, f.pods[i].Name))
		}
	}
	return nil
}

// wordsOfLog is how many bytes at the end of a log are shown.
const wordsOfLog = 2000

func (f *follower) endOfLog(ctx context.Context, pod string) string {
	text, _, err := f.client.EndOfLog(ctx, f.namespace, pod, "runner", false, wordsOfLog)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(text)
}
