package report

// VersionRun is what came of the scenarios on one version of Kubernetes.
type VersionRun struct {
	Kubernetes string // as it was asked for: "v1.36"
	Run        *Run   // nil when nothing could be run
	Err        error  // why there is no whole Run
}
