package world

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
)

// A frozen node that goes on is as ready as it was, by all that the API server has of it: for some 40 seconds nobody else has
// noticed. So what it said before counts again only when its kubelet has been heard of.

// awaitThaw waits until a node that was frozen has reported, if the step or undo lets it go on; since is from before that.
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
		return nil // the API server may be off, as the scenario wants: then nothing that the node said counts yet
	default:
		return &silentNode{node: start.Node, err: err}
	}
}

// controlIsDown tells that something that the API server needs may be off by the scenario's own doing, apart from a machine that
// was started just now.
func (w *World) controlIsDown(but string) bool {
	others := len(w.down)
	if w.down[but] {
		others--
	}
	return w.stoppedControl && others > 0
}

// silentNode is a node that goes on and does not report: nothing can be said of what is on it.
type silentNode struct {
	node string
	err  error
}

func (e *silentNode) Error() string {
	return fmt.Sprintf("node %q is running again, but its kubelet has not reported since: %v", e.node, e.err)
}

func (e *silentNode) Unwrap() error { return e.err }

// Is makes it an [observe.ErrUnobserved].
func (e *silentNode) Is(target error) bool { return target == observe.ErrUnobserved }
