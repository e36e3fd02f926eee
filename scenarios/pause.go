package scenarios

// Choice is what to do after a pause at a failure.
type Choice int

// The choices.
const (
	Continue Choice = iota // clean up and continue
	KeepIt                 // keep the scenario's namespaces in the cluster and continue
	StopRun                // clean up and end the run like an interrupt
)
