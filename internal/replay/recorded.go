package replay

import (
	"context"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// recordedNodes are the nodes of a recording, which have only names.
type recordedNodes struct {
	world.Nodes
	tape *observe.Tape
}

// Power implements world.Nodes.
func (n recordedNodes) Power(context.Context, string, world.NodeVerb) error {
	return n.tape.Lack("there is no cluster whose nodes could be started or stopped")
}

// Exec implements world.Nodes.
func (n recordedNodes) Exec(context.Context, string, []string) (output string, exitCode int, err error) {
	return "", 0, n.tape.Lack("there is no node to run a command on")
}

// recordedEtcd are the etcd members of a recording.
type recordedEtcd struct {
	members []string
	tape    *observe.Tape
}

// Members implements world.Etcd.
func (e recordedEtcd) Members() []string { return e.members }

// Power implements world.Etcd.
func (e recordedEtcd) Power(context.Context, string, world.NodeVerb) error {
	return e.tape.Lack("there is no member of etcd that could be started or stopped")
}

// Exec implements world.Etcd.
func (e recordedEtcd) Exec(context.Context, string, []string) (output string, exitCode int, err error) {
	return "", 0, e.tape.Lack("there is no member of etcd to ask")
}
