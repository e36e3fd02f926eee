// Package cluster gives a run its cluster: created with kind, reused, started again, or somebody else's that is only connected
// to.
//
// [Up] returns one that is ready, [Down] deletes it, [Connect] and [State] look and change nothing. [Options] say which cluster
// is meant; the zero value is the one that the command uses. Errors are an [*EnvironmentError], when the host or the cluster is
// at fault, or an [*OptionError], when the options are.
//
// Tests that are written with e2e-framework get such a cluster by package e2eprovider.
package cluster
