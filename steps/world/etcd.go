package world

import (
	"context"
	"errors"
)

// Etcd gives a scenario access to etcd members that run outside the control plane nodes.
type Etcd interface {
	// Members returns the names of the members; none if every control plane node has its own.
	Members() []string
	// Power stops or starts a member.
	Power(ctx context.Context, member string, verb NodeVerb) error
	// Exec runs a command in the container of a member, with the settings for etcdctl in its environment, and returns the
	// output and the exit code.
	Exec(ctx context.Context, member string, command []string) (output string, exitCode int, err error)
}

// ErrNoMembers reports that the cluster has no external etcd.
var ErrNoMembers = errors.New("the etcd of this cluster is in its control planes: a scenario tagged @topology:external-etcd gets a cluster with members outside")

// noEtcd is a cluster with stacked etcd.
type noEtcd struct{}

func (noEtcd) Members() []string                             { return nil }
func (noEtcd) Power(context.Context, string, NodeVerb) error { return ErrNoMembers }
func (noEtcd) Exec(context.Context, string, []string) (output string, exitCode int, err error) {
	return "", 0, ErrNoMembers
}
