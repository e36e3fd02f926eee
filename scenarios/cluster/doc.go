// Package cluster provides the cluster of a run: created with kind, reused or restarted, or an external one that is only connected
// to.
//
// [Up] returns a cluster that is ready, [Down] deletes it, and [Connect] and [State] are read-only. [Options] select the cluster;
// the zero value is the one that the command uses. Errors are an [*EnvironmentError] if the host or the cluster is at fault, or an
// [*OptionError] if the options are invalid.
//
// Package e2eprovider provides the same clusters to tests written with e2e-framework.
package cluster
