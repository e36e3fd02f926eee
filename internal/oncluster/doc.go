// Package oncluster runs scenarios in pods of the cluster that they test: an Indexed Job of runners, each of which takes one
// scenario after the other.
//
// Everything is in one namespace with the label of the run: the features in Secrets, a Lease for each scenario that was taken,
// and the results. A runner takes a scenario by creating its Lease, and renews it. When a Lease is no longer renewed, another
// runner takes the scenario over. The Lease also records that the scenario is done and where its result is, in a single write
// that fails if another runner has written to the Lease: so each scenario has exactly one result, whatever happens to pods and
// nodes.
//
// The set-up of a project is made by the command before, and removed after the runners have ended. These are told what there is
// ([engine.Joined]), and take no result for a verdict once the command may not be the one that uses it.
package oncluster
