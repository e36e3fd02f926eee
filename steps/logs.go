package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func logSteps() step.Group {
	return step.Group{
		Name: "log", Title: "Logs", Doc: "What a container wrote, in its present run or in the one before.",
		Defs: []step.Def{
			{
				Name:    "log-contains",
				Pattern: `the log of container {name} of pod {name} contains {part}`,
				Doc:     "The container's present run has written the text, or writes it.",
				Example: `Then the log of container "app" of pod "web" contains "listening on :8080"`,
				Run:     logContains,
			},
			{
				Name:    "previous-log-contains",
				Pattern: `the previous log of container {name} of pod {name} contains {part}`,
				Doc:     "The container was restarted, and its run before the last restart had written the text.",
				Example: `Then the previous log of container "app" of pod "web" contains "panic: "`,
				Run:     previousLogContains,
			},
		},
	}
}

// logRead is how much of the end of a log is searched, in bytes.
const logRead = 256 << 10

func logContains(ctx context.Context, w *world.World, container, pod, text string, ending step.Ending) error {
	return expectLog(ctx, w, container, pod, text, false, ending)
}

func previousLogContains(ctx context.Context, w *world.World, container, pod, text string, ending step.Ending) error {
	return expectLog(ctx, w, container, pod, text, true, ending)
}

func expectLog(ctx context.Context, w *world.World, container, pod, text string, previous bool, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, func(ctx context.Context) error {
		log, err := logOf(ctx, w, ref, container, previous)
		switch {
		case err != nil:
			return err
		case log == "":
			return fmt.Errorf("the log is empty")
		case !strings.Contains(log, text):
			return fmt.Errorf("the log ends with %s", oneLine(lastLines(log)))
		}
		return nil
	})
}

// lastLines is the end of a log, as much as an error quotes, from the
// beginning of a line.
func lastLines(log string) string {
	log = strings.TrimSpace(log)
	if len(log) <= outputShown {
		return log
	}
	log = log[len(log)-outputShown:]
	if _, rest, ok := strings.Cut(log, "\n"); ok {
		return rest
	}
	return log
}
