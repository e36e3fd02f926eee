package report

import "time"

// Lane is what became of one object of a scenario, on the time axis of its steps. The
// times are those of this machine's clock.
type Lane struct {
	Kind, Name string // "Pod", "web"
	Namespace  string // alias; empty for the scenario's own
	Node       string // that the pod ran on, empty when it never got one
	Tracks     []Track
	Marks      []Mark // events about it, in order
	Omitted    int    // bars and marks that were left out
}

// Track is the life of one container of a pod; init containers come first.
type Track struct {
	Container string
	Init      bool
	Bars      []Bar // in order, without overlaps
}

// Phase is what a container of a pod is doing.
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
	Stopping    Phase = "stopping" // still runs, of a pod that was deleted
	Done        Phase = "done"     // ended with exit code 0
	Crashed     Phase = "crashed"  // ended otherwise
	Restarting  Phase = "restart"  // waits to be started again
)

// Bar is a time in one phase.
type Bar struct {
	Phase    Phase
	From, To time.Time
	Text     string // what is known besides: "OOMKilled, exit 137"
	Restart  int    // how often the container had been started again by then
}

// Mark is an event of the cluster.
type Mark struct {
	At              time.Time
	Warning         bool
	Reason, Message string
	Count           int // how often the cluster had seen it by then
}

// StepsEnded is when the last step ended, the zero time when none did. What comes after it is the
// clean-up.
func (s *Scenario) StepsEnded() time.Time {
	var last time.Time
	for _, step := range s.Steps {
		if end := step.Started.Add(step.Duration); !step.Started.IsZero() && end.After(last) {
			last = end
		}
	}
	return last
}
