package nodes

import (
	"context"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// etcd is the external etcd cluster.
type etcd struct{ cluster *cluster.Cluster }

// EtcdOf returns the members of a cluster's external etcd.
func EtcdOf(c *cluster.Cluster) world.Etcd { return etcd{c} }

// Members implements world.Etcd.
func (e etcd) Members() []string {
	names := make([]string, 0, len(e.cluster.Members))
	for _, m := range e.cluster.Members {
		names = append(names, m.Name)
	}
	return names
}

// Power implements world.Etcd.
func (e etcd) Power(ctx context.Context, member string, verb world.NodeVerb) error {
	if len(e.cluster.Members) == 0 {
		return world.ErrNoMembers
	}
	if verb == world.StopMember {
		return nodecontrol.StopMember(ctx, e.cluster, member)
	}
	return nodecontrol.StartMember(ctx, e.cluster, member)
}

// Exec implements world.Etcd.
func (e etcd) Exec(ctx context.Context, member string, command []string) (output string, exitCode int, err error) {
	if len(e.cluster.Members) == 0 {
		return "", 0, world.ErrNoMembers
	}
	return nodecontrol.ExecInMember(ctx, e.cluster, member, command)
}
