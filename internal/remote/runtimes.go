package remote

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/steps/world"
)

// RunTimes are when the container runtime of a node started a run of a container, and when that ended, to the
// nanosecond. The clock is the node's, so only times of one node can be compared. It needs a
// cluster of gherkind's own.
func RunTimes(ctx context.Context, w *world.World, node, id string) (started, finished time.Time, err error) {
	_, bare, ok := strings.Cut(id, "://")
	if !ok {
		return started, finished, fmt.Errorf("the kubelet has not said which run of the container it was")
	}
	out, code, err := OnNode(ctx, w, node, []string{
		"crictl", "inspect", "--output", "go-template", "--template", "{{.status.startedAt}} {{.status.finishedAt}}", bare,
	})
	if err != nil {
		return started, finished, err
	}
	if code == 0 {
		started, finished, err = parseRunTimes(out)
	}
	if code != 0 || err != nil {
		return started, finished, fmt.Errorf("the container runtime of node %q says %s", node, OneLine(out))
	}
	return started, finished, nil
}

// parseRunTimes reads the last two words, which may stand behind warnings.
func parseRunTimes(out string) (started, finished time.Time, err error) {
	fields := strings.Fields(out)
	if len(fields) < 2 {
		return started, finished, errors.New("there are no times")
	}
	fields = fields[len(fields)-2:]
	if started, err = time.Parse(time.RFC3339Nano, fields[0]); err == nil {
		finished, err = time.Parse(time.RFC3339Nano, fields[1])
	}
	return started, finished, err
}
