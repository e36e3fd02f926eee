// Package runlock keeps runs on one cluster out of each other's way: what one
// run changes for everybody (a node, the whole cluster) no other run uses at
// the same time, in this process or any other.
//
// Runs know of each other by Leases (coordination.k8s.io/v1) in the cluster.
// Every run has one, which it renews; a run that no longer does is dead, and
// what it held is free. A claim is a Lease held by a run. A run that executes
// ordinary scenarios says so on its own Lease; whoever claims the whole
// cluster first takes that claim, and then waits until no other run says so.
// Both sides write before they read, so they cannot miss each other.
package runlock
