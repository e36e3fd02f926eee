// Package scenarios runs features on a cluster: it is gherkind's Go API.
//
// [Run] is for programs: it loads the features, checks every step before a
// cluster is touched, brings the cluster up, runs the scenarios side by side
// and returns the result model. [Test] does the same inside go test, with one
// subtest per scenario:
//
//	func TestFeatures(t *testing.T) {
//		scenarios.Test(t, scenarios.Options{})
//	}
package scenarios
