package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/subset"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func logHasLine(ctx context.Context, w *world.World, container, pod, line string, ending step.Ending) error {
	return expectLog(ctx, w, container, pod, false, ending, logLine(line))
}

func previousLogHasLine(ctx context.Context, w *world.World, container, pod, line string, ending step.Ending) error {
	return expectLog(ctx, w, container, pod, true, ending, logLine(line))
}

// logLine looks for a whole line, and tells of one that is nearly it.
func logLine(wanted string) judgeLog {
	return func(log string, ended bool) error {
		near := ""
		for _, line := range wholeLines(log, ended) {
			switch {
			case line == wanted:
				return nil
			case strings.TrimSpace(line) == strings.TrimSpace(wanted):
				near = "; there is " + subset.Other(wanted, line)
			case near == "" && strings.TrimSpace(wanted) != "" && strings.Contains(line, wanted):
				near = "; it is a part of the line " + oneLine(line)
			}
		}
		if near == "" {
			return fmt.Errorf("no line is exactly %q; %w", wanted, logEnds(log))
		}
		return fmt.Errorf("no line is exactly %q%s", wanted, near)
	}
}

// wholeLines are the lines of a log, without their ends. The first one is left out where the log was cut off before it,
// the last one where it may still go on.
func wholeLines(log string, ended bool) []string {
	var lines []string
	for line := range strings.Lines(log) {
		if ended || strings.HasSuffix(line, "\n") {
			lines = append(lines, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		}
	}
	if len(log) >= logRead && len(lines) > 0 {
		return lines[1:]
	}
	return lines
}

// writesNoMore tells of a container that writes nothing more in its present run.
func writesNoMore(w *world.World, pod kube.Ref, container string) (ended bool) {
	w.Timeline.View(func(v observe.View) {
		status, _ := containerIn(asPod(v.Get(pod)), container)
		ended = status != nil && status.State.Terminated != nil
	})
	return ended
}
