package world

import "context"

// Nodes gives a scenario access to what Node objects do not contain: the short names of nodes, and addresses that are reachable
// from outside.
type Nodes interface {
	// Resolve returns the name of the Node object for the name in a scenario ("worker2", "control-plane"). The error lists the
	// existing names.
	Resolve(short string) (string, error)
	// Address returns the IP address of the node that is reachable from outside the cluster.
	Address(node string) (string, error)
	// Power stops, freezes or starts a node. It fails on a cluster that gherkind did not create.
	Power(ctx context.Context, node string, verb NodeVerb) error
	// Exec runs a command on a node and returns its output and exit code. It fails on a cluster that gherkind did not create.
	Exec(ctx context.Context, node string, command []string) (output string, exitCode int, err error)
	// ControlPlane reports whether a node is a control plane node.
	ControlPlane(node string) bool
	// All returns the names of the Node objects, control plane nodes first.
	All() []string
}
