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

// Labels that kind gives to the containers of its nodes.
const (
	ClusterLabel = "io.x-k8s.kind.cluster"
	RoleLabel    = "io.x-k8s.kind.role"
)

// ControlPlane and Worker are kind's roles of nodes.
const (
	ControlPlane = "control-plane"
	Worker       = "worker"
)

// Container is a container of a kind cluster, running or not: a node, or what stands beside the nodes.
type Container struct {
	ID      string
	Name    string
	Cluster string
	Role    string // ControlPlane, Worker, "external-load-balancer", "external-etcd"
	Image   string // as it was named when the container was made
	Running bool
	Status  string // "running", "exited" …
	Created time.Time
	Started time.Time // the last time; zero when it never was
	API     string    // where on this machine the API server answers through it, "127.0.0.1:35083"; "" when nowhere
}

// IsNode is false for what stands beside the nodes: a load balancer, an etcd.
func (c Container) IsNode() bool { return c.Role == ControlPlane || c.Role == Worker }

// IsDown is true of a container that is stopped or paused.
func (c Container) IsDown() bool { return !c.Running || c.Status == "paused" }

// OfCluster lists the containers of a kind cluster, also stopped ones, in the order in which they must start: what stands
// beside the nodes, control planes, workers.
func OfCluster(ctx context.Context, cluster string) ([]Container, error) {
	list, err := labelled(ctx, ClusterLabel+"="+cluster)
	if err != nil {
		return nil, fmt.Errorf("list the containers of cluster %s: %w", cluster, err)
	}
	return list, nil
}

// OfAllClusters lists the containers of all kind clusters.
func OfAllClusters(ctx context.Context) ([]Container, error) { return labelled(ctx, ClusterLabel) }

// Names are those of the containers, running or not, that all filters of docker ps let through.
func Names(ctx context.Context, filters ...string) ([]string, error) {
	args := []string{"ps", "--all", "--format", "{{.Names}}"}
	for _, filter := range filters {
		args = append(args, "--filter", filter)
	}
	names, err := output(ctx, args...)
	return strings.Fields(names), err
}

// ImageOf is the ID of the image that a container was made of.
func ImageOf(ctx context.Context, container string) (string, error) {
	return output(ctx, "inspect", "--format", "{{.Image}}", container)
}

// FirstControlPlane is the name of the container; "" when there is none.
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

// inspected is the part of docker inspect that is read here.
type inspected struct {
	ID      string
	Name    string
	Created time.Time
	State   struct {
		Status    string
		Running   bool
		StartedAt time.Time
	}
	Config struct {
		Image  string
		Labels map[string]string
	}
	NetworkSettings struct {
		Ports map[string][]struct{ HostIP, HostPort string } // none while it is stopped
	}
}

// apiPort is where the API server listens in a container, whether itself or behind a load balancer.
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
			Running: c.State.Running, Status: c.State.Status, Created: c.Created, Started: c.State.StartedAt,
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

// startRank is the order in which containers must start.
func startRank(c Container) int {
	switch c.Role {
	case ControlPlane:
		return 1
	case Worker:
		return 2
	}
	return 0
}
