package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	corev1 "k8s.io/api/core/v1"
)

// noLog is how the kubelet begins when it has no log to give: it says so in
// the place of the log, with status 200.
const noLog = "unable to retrieve container logs for "

// Logs returns the end of a container's log, at most limitBytes of it; with
// previous, of the run before the last restart.
func (c *Client) Logs(ctx context.Context, namespace, pod, container string, previous bool, limitBytes int64) (text string, err error) {
	lines := limitBytes / 32 // the server cannot count bytes from the end; short lines are the common case
	stream, err := c.typed.CoreV1().Pods(namespace).GetLogs(pod, &corev1.PodLogOptions{
		Container: container, Previous: previous, TailLines: &lines,
	}).Stream(ctx)
	if err != nil {
		return "", fmt.Errorf("read the log of container %q of pod %q: %w", container, pod, err)
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	data, err := io.ReadAll(io.LimitReader(stream, 64*limitBytes))
	if bytes.HasPrefix(data, []byte(noLog)) {
		return "", fmt.Errorf("read the log of container %q of pod %q: %s", container, pod, bytes.TrimSpace(data))
	}
	if int64(len(data)) > limitBytes {
		data = data[int64(len(data))-limitBytes:]
	}
	return string(data), err
}
