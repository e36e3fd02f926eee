// Package oncluster runs scenarios in pods of the cluster that they are about: an Indexed Job of runners, which take one scenario
// after the other.
//
// Everything is in one namespace, which bears the label of the run: the features in Secrets, a Lease for each scenario that was
// taken, and the results. A runner takes a scenario by making its Lease, and renews it. When a Lease is no longer renewed, another
// runner takes the scenario over. The Lease also says that the scenario is done and where its result is, in one write that fails
// if another runner has written: so each scenario has exactly one result, whatever happens to pods and nodes.
package oncluster
