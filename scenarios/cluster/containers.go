package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sort"
	"strings"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Labels that kind gives to the containers of its nodes.
const (
	kindClusterLabel = "io.x-k8s.kind.cluster"
	kindRoleLabel    = "io.x-k8s.kind.role"
)

// container is a node of a kind cluster as Docker knows it, running or not.
type container struct {
	ID      string
	Name    string
	Cluster string
	Role    string // "control-plane", "worker", "external-load-balancer", "external-etcd"
	Image   string // as it was named when the container was made
	Running bool
	Status  string // "running", "exited" …
	Created time.Time
	Started time.Time // the last time; zero when it never was
	API     string    // where on this machine the API server answers through it, "127.0.0.1:35083"; "" when nowhere
}

// containersOf lists the node containers of a kind cluster, also stopped ones,
// control planes first, which is the order in which they must start.
func containersOf(ctx context.Context, cluster string) ([]container, error) {
	list, err := containersLabelled(ctx, kindClusterLabel+"="+cluster)
	if err != nil {
		return nil, fmt.Errorf("look at the containers of cluster %s: %w", cluster, err)
	}
	return list, nil
}

func containersLabelled(ctx context.Context, label string) ([]container, error) {
	ids, err := command.New("docker", "ps", "--all", "--quiet", "--filter", "label="+label).Output(ctx)
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(ids)
	if len(fields) == 0 {
		return nil, nil
	}
	text, err := command.New("docker", append([]string{"inspect"}, fields...)...).Output(ctx)
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

func parseContainers(data []byte) ([]container, error) {
	var answer []inspected
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("read what docker inspect says: %w", err)
	}
	list := make([]container, 0, len(answer))
	for _, c := range answer {
		list = append(list, container{
			ID: c.ID, API: c.api(),
			Name: strings.TrimPrefix(c.Name, "/"), Cluster: c.Config.Labels[kindClusterLabel], Role: c.Config.Labels[kindRoleLabel], Image: c.Config.Image,
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

// isNode is false for what stands beside the nodes: a load balancer, an etcd.
func (c container) isNode() bool { return c.Role == "control-plane" || c.Role == "worker" }

// isDown is true of a container that is stopped or frozen.
func (c container) isDown() bool { return !c.Running || c.Status == "paused" }

// isOurs tells that gherkind made the node.
func (c container) isOurs() bool {
	_, _, ours := readMark(c.Image)
	return ours
}

// startRank is the order in which containers must start: what stands beside the
// nodes first.
func startRank(c container) int {
	switch c.Role {
	case "control-plane":
		return 1
	case "worker":
		return 2
	}
	return 0
}
