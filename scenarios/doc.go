// Package scenarios runs features on a cluster: it is gherkind's Go API.
//
// [Run] loads the features, checks every step before a cluster is touched,
// brings up the cluster, runs the scenarios in parallel and returns the result
// model. Package scenariotest does the same inside go test, with one subtest
// per scenario.
package scenarios
