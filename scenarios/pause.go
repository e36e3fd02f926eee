package scenarios

// Choice is what to do after a pause at a failure.
type Choice int

// The choices.
const (
	Continue Choice = iota // clean up, and go on
	KeepIt                 // leave the scenario's namespaces in the cluster, and go on
	StopRun                // clean up, and end the run as an interrupt does
)
