package docker

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sort"
	"strings"
	"time"
)

// Labels that kind sets on the containers of its nodes.
const (
	ClusterLabel = "io.x-k8s.kind.cluster"
	RoleLabel    = "io.x-k8s.kind.role"
)

// ControlPlane and Worker are roles of nodes in kind.
const (
	ControlPlane = "control-plane"
	Worker       = "worker"
)

// Container is a container of a kind cluster, running or not: a node, a load balancer or an external etcd member.
type Container struct {
	ID      string
	Name    string
	Cluster string
	Role    string // ControlPlane, Worker, "external-load-balancer", "external-etcd"
	Image   string // the name with which the container was created
	Running bool
	Status  string // "running", "exited" …
	Created time.Time
	Started time.Time // last start; zero if it was never started
	Stopped time.Time // last end; zero if it has never ended
	API     string    // address on this machine at which the API server answers, "127.0.0.1:35083"; "" if there is none
}

// IsNode is false for a load balancer and an external etcd member.
func (c Container) IsNode() bool { return c.Role == ControlPlane || c.Role == Worker }

// IsDown reports whether a container is stopped or paused.
func (c Container) IsDown() bool { return !c.Running || c.Status == "paused" }

// OfCluster lists the containers of a kind cluster, including stopped ones, in the order in which they must start: load balancer
// and external etcd, control planes, workers.
func OfCluster(ctx context.Context, cluster string) ([]Container, error) {
	list, err := labelled(ctx, ClusterLabel+"="+cluster)
	if err != nil {
		return nil, fmt.Errorf("list the containers of cluster %s: %w", cluster, err)
	}
	return list, nil
}

// OfAllClusters lists the containers of all kind clusters.
func OfAllClusters(ctx context.Context) ([]Container, error) { return labelled(ctx, ClusterLabel) }

// Names returns the names of the containers, running or not, that match all filters of docker ps.
func Names(ctx context.Context, filters ...string) ([]string, error) {
	args := []string{"ps", "--all", "--format", "{{.Names}}"}
	for _, filter := range filters {
		args = append(args, "--filter", filter)
	}
	names, err := output(ctx, args...)
	return strings.Fields(names), err
}

// ImageOf returns the ID of a container's image.
func ImageOf(ctx context.Context, container string) (string, error) {
	return output(ctx, "inspect", "--format", "{{.Image}}", container)
}

// FirstControlPlane returns the name of the container; "" if there is none.
func FirstControlPlane(containers []Container) string {
	for _, c := range containers {
		if c.Role == ControlPlane {
			return c.Name
		}
	}
	return ""
}

func labelled(ctx context.Context, label string) ([]Container, error) {
	ids, err := output(ctx, "ps", "--all", "--quiet", "--filter", "label="+label)
	if err != nil || ids == "" {
		return nil, err
	}
	text, err := output(ctx, append([]string{"inspect"}, strings.Fields(ids)...)...)
	if err != nil {
		return nil, err
	}
	return parseContainers([]byte(text))
}

// inspected is the part of docker inspect that is used.
type inspected struct {
	ID      string
	Name    string
	Created time.Time
	State   struct {
		Status     string
		Running    bool
		StartedAt  time.Time
		FinishedAt time.Time
	}
	Config struct {
		Image  string
		Labels map[string]string
	}
	NetworkSettings struct {
		Ports map[string][]struct{ HostIP, HostPort string } // none while the container is stopped
	}
}

// apiPort is the port of the API server in a control plane, and of the load balancer.
const apiPort = "6443/tcp"

func (c inspected) api() string {
	for _, at := range c.NetworkSettings.Ports[apiPort] {
		return net.JoinHostPort(at.HostIP, at.HostPort)
	}
	return ""
}

func parseContainers(data []byte) ([]Container, error) {
	var answer []inspected
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("read the output of docker inspect: %w", err)
	}
	list := make([]Container, 0, len(answer))
	for _, c := range answer {
		list = append(list, Container{
			ID: c.ID, API: c.api(),
			Name: strings.TrimPrefix(c.Name, "/"), Cluster: c.Config.Labels[ClusterLabel], Role: c.Config.Labels[RoleLabel], Image: c.Config.Image,
			Running: c.State.Running, Status: c.State.Status, Created: c.Created, Started: c.State.StartedAt, Stopped: c.State.FinishedAt,
		})
	}
	sort.Slice(list, func(i, j int) bool {
		if a, b := startRank(list[i]), startRank(list[j]); a != b {
			return a < b
		}
		return list[i].Name < list[j].Name
	})
	return list, nil
}

// startRank returns the position in the order in which containers must start.
func startRank(c Container) int {
	switch c.Role {
	case ControlPlane:
		return 1
	case Worker:
		return 2
	}
	return 0
}
