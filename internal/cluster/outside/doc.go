// Package outside opens connections to a cluster from outside: from this machine or, if the addresses of the nodes cannot be
// reached from it, as with Docker Desktop, from a container on the cluster's Docker network.
//
// There is one container for all requests, which is created for the first one. It uses the image of the nodes, which always
// exists, and runs package relay, which is compiled from source. When its standard input is closed, also because this process was
// killed, it exits and Docker removes it.
package outside
