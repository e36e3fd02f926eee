package world

import "context"

// Nodes gives a scenario access to what Node objects do not contain: the short
// names of nodes, and the addresses that can be reached from outside.
type Nodes interface {
	// Resolve turns the name a scenario uses ("worker2", "control-plane") into
	// the name of the Node object. The error lists the names there are.
	Resolve(short string) (string, error)
	// Address is the node's IP address as seen from outside the cluster.
	Address(node string) (string, error)
	// Power stops, pauses or starts a node. On a cluster that gherkind did not create it is refused.
	Power(ctx context.Context, node string, verb NodeVerb) error
	// Exec runs a command on a node and returns what it printed and its exit code. It is refused like Power.
	Exec(ctx context.Context, node string, command []string) (output string, exitCode int, err error)
	// ControlPlane tells whether a node is one of the control planes, which the API server runs on.
	ControlPlane(node string) bool
	// All lists the names of the Node objects, control planes first.
	All() []string
}
