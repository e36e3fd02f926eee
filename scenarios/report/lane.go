package report

import "time"

// Lane is the history of one object of a scenario, on the time axis of its steps. The
// times are those of this machine's clock.
type Lane struct {
	Kind, Name string // "Pod", "web"
	Namespace  string // alias; empty for the scenario's own
	Node       string // of the pod; empty if it was never scheduled
	Tracks     []Track
	Marks      []Mark // events about it, in order
	Omitted    int    // number of omitted bars and marks
}

// Track is the history of one container of a pod; init containers come first.
type Track struct {
	Container string
	Init      bool
	Bars      []Bar // in order, without overlaps
}

// Phase is the state of a container of a pod.
type Phase string

// The phases, in the order in which most pods go through them.
const (
	Unscheduled Phase = "unscheduled" // no node yet
	Scheduled   Phase = "scheduled"   // on a node, the container not created yet
	Pulling     Phase = "pulling"     // its image
	Stuck       Phase = "stuck"       // cannot be created: image, configuration
	Init        Phase = "init"        // an init container runs
	Running     Phase = "running"     // and is not ready
	Ready       Phase = "ready"
	Stopping    Phase = "stopping" // still running, in a pod that is being deleted
	Done        Phase = "done"     // ended with exit code 0
	Crashed     Phase = "crashed"  // ended otherwise
	Restarting  Phase = "restart"  // waits for its restart
)

// Bar is a period in one phase.
type Bar struct {
	Phase    Phase
	From, To time.Time
	Text     string // further details: "OOMKilled, exit 137"
	Restart  int    // number of restarts until then
}

// Mark is an event of the cluster.
type Mark struct {
	At              time.Time
	Warning         bool
	Reason, Message string
	Count           int // how often it had occurred by then
}

// StepsEnded returns when the last step ended, or the zero time if none did. The clean-up comes
// after it.
func (s *Scenario) StepsEnded() time.Time {
	var last time.Time
	for _, step := range s.Steps {
		if end := step.Started.Add(step.Duration); !step.Started.IsZero() && end.After(last) {
			last = end
		}
	}
	return last
}
