// Package runlock has the locks that runs on one cluster take: on a node, or on the whole cluster. While a run holds a lock, no
// other run uses the node or cluster, in this process or any other.
//
// Runs find each other by Leases (coordination.k8s.io/v1) in the cluster. Each run has one, which it renews. A run that does not
// renew its Lease any more is dead, and its locks are free. A lock is a Lease, too, and names the run that holds it. A run that
// executes ordinary scenarios says so on its own Lease (it shares the cluster). A run that wants the whole cluster first takes
// that lock, and then waits until no other run shares the cluster. Both sides write before they read, so that one of them
// always sees the other.
package runlock
