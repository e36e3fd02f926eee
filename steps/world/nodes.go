package world

// Nodes is what a cluster lets a scenario know about its nodes beyond the
// Node objects: their short names and the addresses that answer from outside.
type Nodes interface {
	// Resolve turns the name a scenario uses ("worker2", "control-plane") into
	// the name of the Node object. The error lists the names there are.
	Resolve(short string) (string, error)
	// Address is the node's IP address as seen from outside the cluster.
	Address(node string) (string, error)
	// All lists the names of the Node objects, control planes first.
	All() []string
}
