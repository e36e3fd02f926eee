package nodecontrol

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func memberOf(c *cluster.Cluster, name string) (container string, err error) {
	var names []string
	for _, m := range c.Members {
		if m.Name == name {
			return m.Container, nil
		}
		names = append(names, m.Name)
	}
	return "", fmt.Errorf("cluster %s has no etcd member %q outside its control planes; it has %s", c.Name, name, cmp.Or(strings.Join(names, ", "), "none"))
}

// StopMember kills an etcd member immediately, like a power cut.
func StopMember(ctx context.Context, c *cluster.Cluster, name string) error {
	container, err := memberOf(c, name)
	if err != nil {
		return err
	}
	return faultOf(ctx, name, container, docker.Stop(ctx, container))
}

// StartMember starts an etcd member. It does nothing if the member is running.
func StartMember(ctx context.Context, c *cluster.Cluster, name string) error {
	container, err := memberOf(c, name)
	if err != nil {
		return err
	}
	return faultOf(ctx, name, container, docker.Start(ctx, container))
}

// ExecInMember runs a command in the container of a member, in which etcdctl is configured, and returns its output and exit code.
func ExecInMember(ctx context.Context, c *cluster.Cluster, name string, args []string) (output string, exitCode int, err error) {
	container, err := memberOf(c, name)
	if err != nil {
		return "", 0, err
	}
	output, exitCode, err = docker.Exec(ctx, container, args...)
	if err != nil {
		return output, 0, fmt.Errorf("etcd member %q did not answer: %w", name, faultOf(ctx, name, container, err))
	}
	return output, exitCode, nil
}
