package cluster

// AskFrom says where requests from outside the cluster are sent from.
type AskFrom string

// The places. The zero value is AskAuto.
const (
	AskAuto      AskFrom = "auto"      // this machine, if a node's address can be reached from it, else a container
	AskHost      AskFrom = "host"      // this machine
	AskContainer AskFrom = "container" // a container on the cluster's Docker network, which is no part of the cluster
)
