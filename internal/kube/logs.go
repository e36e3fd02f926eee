package kube

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	corev1 "k8s.io/api/core/v1"
)

// noLog is how the kubelet's answer begins if it has no log: it sends this message instead of the log, with status 200.
const noLog = "unable to retrieve container logs for "

// Logs returns the end of a container's log, at most limitBytes of it; with previous, of the run before the last restart.
func (c *Client) Logs(ctx context.Context, namespace, pod, container string, previous bool, limitBytes int64) (text string, err error) {
	text, _, err = c.EndOfLog(ctx, namespace, pod, container, previous, limitBytes)
	return text, err
}

// EndOfLog is Logs, and also returns how many bytes before the end it has read and dropped. There may be more that it did not
// read.
func (c *Client) EndOfLog(ctx context.Context, namespace, pod, container string, previous bool, limitBytes int64) (text string, leftOut int64, err error) {
	lines := max(limitBytes/32, 1) // the server cannot count bytes from the end, and most lines are short
	stream, err := c.typed.CoreV1().Pods(namespace).GetLogs(pod, &corev1.PodLogOptions{
		Container: container, Previous: previous, TailLines: &lines,
	}).Stream(ctx)
	if err != nil {
		return "", 0, fmt.Errorf("read the log of container %q of pod %q: %w", container, pod, err)
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	reader, end := bufio.NewReader(stream), tail{limit: limitBytes}
	head, _ := reader.Peek(len(noLog)) // an error of the stream also reaches the copy below
	if string(head) == noLog {
		end.limit = 1 << 10 // enough for the whole message
	}
	if _, err := io.Copy(&end, reader); err != nil {
		return "", 0, fmt.Errorf("read the log of container %q of pod %q: %w", container, pod, err)
	}
	if string(head) == noLog {
		return "", 0, fmt.Errorf("read the log of container %q of pod %q: %s", container, pod, bytes.TrimSpace(end.data))
	}
	return string(end.data), end.dropped, nil
}

// tail keeps the last bytes that are written to it.
type tail struct {
	data    []byte
	limit   int64
	dropped int64 // in bytes
}

func (t *tail) Write(p []byte) (int, error) {
	t.data = append(t.data, p...)
	if over := int64(len(t.data)) - t.limit; over > 0 {
		t.data = append(t.data[:0], t.data[over:]...)
		t.dropped += over
	}
	return len(p), nil
}
