package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// orderInOneVersion compares the kubelet's times. Within one second they do not tell: that is met, and not
// told.
func orderInOneVersion(pod *corev1.Pod, later, earlier string, m moment) (verdict observe.Verdict, told bool) {
	a, _ := containerIn(pod, earlier)
	b, _ := containerIn(pod, later)
	before, start := m.of(a).at, startOf(b).at
	if start.Before(&before) {
		return past(tooEarly(later, start.Time, earlier, m, before.Time, time.TimeOnly)), true
	}
	return observe.Verdict{Met: true}, before.Before(&start)
}

func tooEarly(later string, start time.Time, earlier string, m moment, before time.Time, layout string) string {
	return fmt.Sprintf("container %q started at %s, before %q %s at %s", later, start.UTC().Format(layout), earlier, m.word, before.UTC().Format(layout))
}

// orderInRuntime asks the container runtime of the pod's node, which counts nanoseconds.
func orderInRuntime(ctx context.Context, w *world.World, pod *corev1.Pod, later, earlier string, m moment) error {
	a, _ := containerIn(pod, earlier)
	b, _ := containerIn(pod, later)
	began, before, err := runTimes(ctx, w, pod.Spec.NodeName, m.of(a).id)
	if m.word == started().word {
		before = began
	}
	var start time.Time
	if err == nil {
		start, _, err = runTimes(ctx, w, pod.Spec.NodeName, startOf(b).id)
	}
	if err != nil {
		return fmt.Errorf("cannot tell: %q %s and %q started within the same second and were reported together; %w", earlier, m.word, later, err)
	}
	if start.Before(before) {
		return errors.New(tooEarly(later, start, earlier, m, before, "15:04:05.000000"))
	}
	return nil
}

// runTimes are when the container runtime of a node started a run of a container, and when that ended, to the
// nanosecond. The clock is the node's, so only times of one node can be compared. It needs a
// cluster of gherkind's own.
func runTimes(ctx context.Context, w *world.World, node, id string) (started, finished time.Time, err error) {
	_, bare, ok := strings.Cut(id, "://")
	if !ok {
		return started, finished, fmt.Errorf("the kubelet has not said which run of the container it was")
	}
	out, code, err := atNode(ctx, w, node, []string{
		"crictl", "inspect", "--output", "go-template", "--template", "{{.status.startedAt}} {{.status.finishedAt}}", bare,
	})
	if err != nil {
		return started, finished, err
	}
	if code == 0 {
		started, finished, err = parseRunTimes(out)
	}
	if code != 0 || err != nil {
		return started, finished, fmt.Errorf("the container runtime of node %q says %s", node, oneLine(out))
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
