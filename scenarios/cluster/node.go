package cluster

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// ErrNotOurs says that a cluster's nodes cannot be touched from outside
// Kubernetes.
var ErrNotOurs = errors.New("only the nodes of a cluster that gherkind created can be powered off, frozen, or entered; " +
	"run this scenario without --kubeconfig and --context")

func (c *Cluster) containerOf(node string) (string, error) {
	for _, n := range c.Nodes {
		if n.Name == node && n.Container != "" {
			return n.Container, nil
		}
	}
	return "", ErrNotOurs
}

// StopNode ends all processes of a node at once, as a power cut does. A node
// that is stopped already is no error.
func (c *Cluster) StopNode(ctx context.Context, node string) error {
	name, err := c.containerOf(node)
	if err != nil {
		return err
	}
	return command.New("docker", "stop", "--time", "0", name).Run(ctx)
}

// PauseNode freezes all processes of a node. It must run.
func (c *Cluster) PauseNode(ctx context.Context, node string) error {
	name, err := c.containerOf(node)
	if err != nil {
		return err
	}
	return command.New("docker", "pause", name).Run(ctx)
}

// StartNode starts a stopped node and lets a frozen one go on. One that runs is
// left alone.
func (c *Cluster) StartNode(ctx context.Context, node string) error {
	name, err := c.containerOf(node)
	if err != nil {
		return err
	}
	return startContainer(ctx, name)
}

func startContainer(ctx context.Context, name string) error {
	status, err := command.New("docker", "inspect", "--format", "{{.State.Status}}", name).Output(ctx)
	if err != nil {
		return err
	}
	switch strings.TrimSpace(status) {
	case "running":
		return nil
	case "paused":
		return command.New("docker", "unpause", name).Run(ctx)
	}
	return command.New("docker", "start", name).Run(ctx)
}

// ExecOnNode runs a command on a node, outside all pods, and returns what it
// printed and its exit code.
func (c *Cluster) ExecOnNode(ctx context.Context, node string, args []string) (output string, exitCode int, err error) {
	name, err := c.containerOf(node)
	if err != nil {
		return "", 0, err
	}
	out, code, err := onNode{container: name, mark: newMark()}.run(ctx, args)
	if err != nil {
		return out, 0, fmt.Errorf("run a command on node %q: %w", node, err)
	}
	return out, code, nil
}

// outputLimit is how much of what a command prints is kept, in bytes.
const outputLimit = 1 << 20

// execIn runs a command in a container. One that fails is no error.
func execIn(ctx context.Context, container string, args []string) (output string, exitCode int, err error) {
	run := command.New("docker", append([]string{"exec", container}, args...)...)
	run.Limit = outputLimit
	out, err := run.Output(ctx)
	var failed *command.Error
	var exit *exec.ExitError
	if errors.As(err, &failed) && errors.As(err, &exit) {
		return failed.Said, exit.ExitCode(), nil
	}
	return out, 0, err
}
