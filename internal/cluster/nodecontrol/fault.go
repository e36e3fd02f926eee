package nodecontrol

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Fault says that Docker did not perform an operation on a machine, so that nothing is known about what runs on it: Docker does
// not answer or refuses, or the machine is down.
type Fault struct {
	Machine string // a node, or an etcd member
	Down    bool   // it is stopped or paused; if the caller did not do that, somebody else did
	Err     error
}

func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap returns Docker's error.
func (f *Fault) Unwrap() error { return f.Err }

// faultOf wraps errors of docker in a Fault. Other errors are returned unchanged: too much output is the command's own fault, and
// the caller's deadline may have passed.
func faultOf(ctx context.Context, machine, container string, err error) error {
	if !errors.As(err, new(*command.Error)) || ctx.Err() != nil {
		return err
	}
	running, lost := docker.Running(ctx, container)
	return &Fault{Machine: machine, Down: lost == nil && !running, Err: err}
}
