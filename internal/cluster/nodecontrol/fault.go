package nodecontrol

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Fault is a machine that did not do what it was asked, so that nothing was learned about what runs on it: Docker does not
// answer or refuses, or the machine is down.
type Fault struct {
	Machine string // a node, or a member of etcd
	Down    bool   // it is stopped or paused: unless the caller did that, somebody else has
	Err     error
}

func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap returns what Docker said.
func (f *Fault) Unwrap() error { return f.Err }

// faultOf makes a Fault of an error of docker's. Others stay as they are: that a command prints too much is its own fault, and
// the time that the caller gave may be over.
func faultOf(ctx context.Context, machine, container string, err error) error {
	if !errors.As(err, new(*command.Error)) || ctx.Err() != nil {
		return err
	}
	running, lost := docker.Running(ctx, container)
	return &Fault{Machine: machine, Down: lost == nil && !running, Err: err}
}
