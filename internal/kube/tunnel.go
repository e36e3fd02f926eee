package kube

import (
	"context"
	"errors"
	"fmt"
	"net"

	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/util/exec"
)

// Tunnel is a connection whose other end is the standard input and output of a command in a container.
type Tunnel struct {
	net.Conn

	end    context.CancelFunc
	ended  chan struct{}
	result ExecResult // once it has ended
	err    error      // why the command could not be run
}

// Tunnel runs a command in a container and returns its input and output as a connection. Close must be called.
func (c *Client) Tunnel(ctx context.Context, namespace, pod, container string, command []string) (*Tunnel, error) {
	run, err := c.executor(namespace, pod, container, command, true)
	if err != nil {
		return nil, fmt.Errorf("prepare a command in pod %q: %w", pod, err)
	}
	near, far := net.Pipe()
	ctx, end := context.WithCancel(ctx)
	t := &Tunnel{Conn: near, end: end, ended: make(chan struct{})}
	go func() {
		defer close(t.ended)
		defer far.Close()
		var stderr limited
		err := run(ctx, remotecommand.StreamOptions{Stdin: far, Stdout: far, Stderr: &stderr})
		t.result.Stderr = stderr.String()
		var exit exec.CodeExitError
		if errors.As(err, &exit) {
			t.result.ExitCode = exit.Code
		} else if err != nil {
			t.err = fmt.Errorf("run a command in container %q of pod %q: %w", container, pod, missingToConnect(err))
		}
	}()
	return t, nil
}

// Close ends the command, and returns when nothing of it is left.
func (t *Tunnel) Close() error {
	err := t.Conn.Close()
	t.end()
	<-t.ended
	return err
}

// Result returns the result of the command after Close; an error says why it could not be run, or that it was ended.
func (t *Tunnel) Result() (ExecResult, error) {
	<-t.ended
	return t.result, t.err
}
