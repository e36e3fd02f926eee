package world

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
)

// A frozen node that resumes still has the status from before, because the control plane notices a silent kubelet only after
// about 40 seconds. So this status counts again only after the kubelet has reported.

// awaitThaw waits until a frozen node has reported after a step or undo resumed it; since is a time before that.
func (w *World) awaitThaw(ctx context.Context, start NodeAction, since time.Time) error {
	if start.Do != StartNode || !w.power[start.Node].Frozen {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	switch err := w.Run.Client.AwaitReport(ctx, start.Node, since); {
	case err == nil:
		w.heard(start.Node)
		return nil
	case w.controlIsDown(start.Node):
		return nil // the scenario has stopped the API server, so no status counts yet
	default:
		return &silentNode{node: start.Node, err: err}
	}
}

// controlIsDown reports whether the scenario has stopped something that the API server needs, apart from the machine that was
// just started.
func (w *World) controlIsDown(but string) bool {
	others := len(w.down)
	if w.down[but] {
		others--
	}
	return w.stoppedControl && others > 0
}

// silentNode is the error for a resumed node that does not report: the state of what runs on it is unknown.
type silentNode struct {
	node string
	err  error
}

func (e *silentNode) Error() string {
	return fmt.Sprintf("node %q is running again, but its kubelet has not reported since: %v", e.node, e.err)
}

func (e *silentNode) Unwrap() error { return e.err }

// Is makes the error an [observe.ErrUnobserved].
func (e *silentNode) Is(target error) bool { return target == observe.ErrUnobserved }
