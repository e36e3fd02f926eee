// Package host finds out what this machine can do for a kind cluster and
// supplies what is missing: Docker itself, an OCI runtime that fits a host with
// few capabilities, and inotify limits.
//
// [Ensure] is the whole of it. It changes only what it found to be in the way,
// says every change and the reason through [Progress], and never touches a
// Docker daemon that somebody else started. What it cannot change but a cluster
// must know (cgroup v1, a kernel that does not let oom_score_adj be lowered) is
// in [Host], for the cluster's own configuration.
//
// What gherkind itself starts and writes on a machine is kept in [StateDir].
package host
