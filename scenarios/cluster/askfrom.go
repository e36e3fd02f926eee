package cluster

// AskFrom says from where requests from outside the cluster are sent.
type AskFrom string

// The places. The zero value is AskAuto.
const (
	AskAuto      AskFrom = "auto"      // this machine if it can reach the address of a node, otherwise a container
	AskHost      AskFrom = "host"      // this machine
	AskContainer AskFrom = "container" // a container on the cluster's Docker network that does not belong to the cluster
)
