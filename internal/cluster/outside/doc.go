// Package outside opens connections to a cluster from outside of it: from this machine, or, where the addresses of the
// nodes lead nowhere, as behind Docker Desktop, from a container on the cluster's own Docker network.
//
// There is one container for all requests, and it is made when the first is. It has the image of the nodes, which is
// there wherever a cluster is, and runs package relay, which is compiled for it from its source. It reads from the
// standard input that `docker run` hands to it, and ends, and is removed by Docker, when that is closed: also when this
// process is killed.
package outside
