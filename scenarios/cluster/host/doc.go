// Package host finds out what this machine can do for a kind cluster, and provides what is missing: Docker itself, an OCI runtime
// for hosts with few capabilities, and inotify limits.
//
// [Ensure] does all of that. It changes only what is an obstacle, reports every change and its reason through [Progress], and
// never changes a Docker daemon that was started by others. What it cannot change but a cluster must take into account (cgroup
// v1, a kernel that does not allow lowering oom_score_adj) is in [Host], for the configuration of the cluster.
//
// Everything that gherkind starts and writes on a machine is in [StateDir].
package host
