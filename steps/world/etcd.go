package world

import (
	"context"
	"errors"
)

// Etcd gives a scenario access to members of etcd that run outside the control
// planes.
type Etcd interface {
	// Members lists the members' names; none when each control plane has its own.
	Members() []string
	// Power stops or starts a member.
	Power(ctx context.Context, member string, verb NodeVerb) error
	// Exec runs a command beside a member, with etcdctl's settings in its environment, and returns what it printed and its exit code.
	Exec(ctx context.Context, member string, command []string) (output string, exitCode int, err error)
}

// ErrNoMembers says that the cluster's etcd is not outside.
var ErrNoMembers = errors.New("the etcd of this cluster is in its control planes: a scenario tagged @topology:external-etcd gets a cluster with members outside")

// noEtcd is a cluster with etcd in its control planes.
type noEtcd struct{}

func (noEtcd) Members() []string                             { return nil }
func (noEtcd) Power(context.Context, string, NodeVerb) error { return ErrNoMembers }
func (noEtcd) Exec(context.Context, string, []string) (output string, exitCode int, err error) {
	return "", 0, ErrNoMembers
}
