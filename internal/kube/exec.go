package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/util/exec"
)

// OutputLimit is how many bytes of a command's stdout and stderr are kept, each; the rest is read and dropped.
const OutputLimit = 1 << 20

// ExecResult is the result of a command in a container.
type ExecResult struct {
	Stdout, Stderr string
	ExitCode       int
	// Cut reports whether the command printed more than OutputLimit, so that the end is unknown.
	Cut bool `json:",omitempty"`
}

// Exec runs a command in a container and waits until it ends. An exit code other than 0 is a result. An error means that the
// command could not be run, or that the context ended first. It is an [*Unreached] if the connection to the command failed, or
// was lost before the command's end was reported. stdin may be nil.
func (c *Client) Exec(ctx context.Context, namespace, pod, container string, command []string, stdin io.Reader) (ExecResult, error) {
	run, err := c.executor(namespace, pod, container, command, stdin != nil)
	if err != nil {
		return ExecResult{}, fmt.Errorf("prepare a command in pod %q: %w", pod, err)
	}
	var stdout, stderr limited
	err = run(ctx, remotecommand.StreamOptions{Stdin: stdin, Stdout: &stdout, Stderr: &stderr})
	result := ExecResult{Stdout: stdout.String(), Stderr: stderr.String(), Cut: stdout.cut || stderr.cut}
	var exit exec.CodeExitError
	if errors.As(err, &exit) {
		result.ExitCode = exit.Code
		return result, nil
	}
	if err != nil {
		return result, fmt.Errorf("run a command in container %q of pod %q: %w", container, pod, missingToConnect(err))
	}
	return result, nil
}

// limited keeps the first OutputLimit bytes.
type limited struct {
	bytes.Buffer
	cut bool
}

func (l *limited) Write(p []byte) (int, error) {
	kept := p[:min(len(p), OutputLimit-l.Len())]
	l.cut = l.cut || len(kept) < len(p)
	l.Buffer.Write(kept)
	return len(p), nil
}
