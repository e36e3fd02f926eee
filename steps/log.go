package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/subset"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func logHasLine(ctx context.Context, w *world.World, container world.ContainerRef, line string, ending step.Ending) error {
	return expectLog(ctx, w, container, false, ending, logLine(line))
}

func previousLogHasLine(ctx context.Context, w *world.World, container world.ContainerRef, line string, ending step.Ending) error {
	return expectLog(ctx, w, container, true, ending, logLine(line))
}

// logLine searches for a whole line. Its error quotes a line that is similar.
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
				near = "; it is a part of the line " + remote.OneLine(line)
			}
		}
		if near == "" {
			return fmt.Errorf("no line is exactly %q; %w", wanted, logEnds(log))
		}
		return fmt.Errorf("no line is exactly %q%s", wanted, near)
	}
}

// wholeLines returns the complete lines of a log. The first line is left out if the log was truncated before it, the last one
// if the container may still be writing it.
func wholeLines(log string, ended bool) []string {
	var lines []string
	for line := range strings.Lines(log) {
		if ended || strings.HasSuffix(line, "\n") {
			lines = append(lines, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		}
	}
	if len(log) >= remote.LogLimit && len(lines) > 0 {
		return lines[1:]
	}
	return lines
}

// writesNoMore reports whether the current run of a container has ended.
func writesNoMore(w *world.World, c kube.ContainerRef) (ended bool) {
	w.Timeline.View(func(v observe.View) {
		status, _ := objects.Container(kube.As[corev1.Pod](v.Get(c.Pod)), c.Name)
		ended = status != nil && status.State.Terminated != nil
	})
	return ended
}

func logSteps() step.Group {
	return step.Group{
		Name: "log", Title: "Logs", Doc: "What a container wrote, in its current run or in the one before.",
		Defs: []step.Def{
			{
				Name:    "log-contains",
				Pattern: `the log of container {name} of pod {name} contains {part}`,
				Doc:     "The log of the container's current run contains the text, now or before the timeout.",
				Example: `Then the log of container "app" of pod "web" contains "listening on :8080"`,
				Run:     logContains,
			},
			{
				Name:    "previous-log-contains",
				Pattern: `the previous log of container {name} of pod {name} contains {part}`,
				Doc:     "The container was restarted, and its previous run wrote the text.",
				Example: `Then the previous log of container "app" of pod "web" contains "panic: "`,
				Run:     previousLogContains,
			},
			{
				Name:    "log-line",
				Pattern: `the log of container {name} of pod {name} contains exactly the line {text}`,
				Doc: "A complete line of the log of the container's current run is the text and nothing else, now or before the timeout. " +
					"A line that is not ended yet counts when the container has ended.",
				Example: `Then the log of container "app" of pod "web" contains exactly the line "rows: 1"`,
				Run:     logHasLine,
			},
			{
				Name:    "previous-log-line",
				Pattern: `the previous log of container {name} of pod {name} contains exactly the line {text}`,
				Doc:     "The container was restarted, and a complete line of its previous run is the text and nothing else.",
				Example: `Then the previous log of container "app" of pod "web" contains exactly the line "rows: 1"`,
				Run:     previousLogHasLine,
			},
			{
				Name:    "log-line-like",
				Pattern: `the log of container {name} of pod {name} contains a line like {regexp}`,
				Doc:     "A complete line of the log of the container's current run matches the regular expression, now or before the timeout.",
				Example: `Then the log of container "app" of pod "web" contains a line like "rows: [0-9]+"`,
				Run:     logHasLineLike,
			},
			{
				Name:    "a-pod-logged",
				Rights:  rightsOfReplicas,
				Pattern: `a pod of {pod-owner} {name} has logged {part}`,
				Doc:     "At least one of the workload's current pods has written the text, in any of its containers, including init containers.",
				Example: `Then a pod of deployment "web" has logged "became leader"`,
				Run:     aPodLogged,
			},
			{
				Name:    "every-pod-logged",
				Rights:  rightsOfReplicas,
				Pattern: `every pod of {pod-owner} {name} has logged {part}`,
				Doc:     "The workload has as many pods as its spec requires, and each of them has written the text.",
				Example: `Then every pod of deployment "web" has logged "listening on :8080"`,
				Run:     everyPodLogged,
			},
		},
	}
}

func logContains(ctx context.Context, w *world.World, container world.ContainerRef, text string, ending step.Ending) error {
	return expectLog(ctx, w, container, false, ending, logPart(text))
}

func previousLogContains(ctx context.Context, w *world.World, container world.ContainerRef, text string, ending step.Ending) error {
	return expectLog(ctx, w, container, true, ending, logPart(text))
}

// judgeLog returns what is wrong with a log; ended means that the last line is complete even without a line break.
type judgeLog func(log string, ended bool) error

func expectLog(ctx context.Context, w *world.World, container world.ContainerRef, previous bool, ending step.Ending, judge judgeLog) error {
	return assert.Poll(ctx, w, ending, container.Pod, func(ctx context.Context) error {
		ended := previous || writesNoMore(w, container.Ref()) // before the log is read, so that the log is complete if this is true
		log, err := remote.Log(ctx, w, container.Ref(), previous)
		switch {
		case err != nil && previous && strings.Contains(err.Error(), "unable to retrieve container logs for"):
			return assert.WithHint(errors.New("the node has not kept the log of that run"),
				"of an init container the kubelet keeps the last run only, and of any container few: look at a log while it is there")
		case err != nil:
			return err
		case log == "":
			return fmt.Errorf("the log is empty")
		}
		return judge(log, ended)
	})
}

func logPart(text string) judgeLog {
	return func(log string, _ bool) error {
		if !strings.Contains(log, text) {
			return logEnds(log)
		}
		return nil
	}
}

func logEnds(log string) error {
	if strings.TrimSpace(log) == "" {
		return errors.New("the log has empty lines only")
	}
	return fmt.Errorf("the log ends with %s", remote.OneLine(lastLines(log)))
}

// lastLines returns the end of a log, starting at the beginning of a line, up to the length that errors quote.
func lastLines(log string) string {
	log = strings.TrimSpace(log)
	if len(log) <= remote.OutputShown {
		return log
	}
	log = log[len(log)-remote.OutputShown:]
	if _, rest, ok := strings.Cut(log, "\n"); ok {
		return rest
	}
	return log
}

func logHasLineLike(ctx context.Context, w *world.World, container world.ContainerRef, line placeholder.Whole, ending step.Ending) error {
	return expectLog(ctx, w, container, false, ending, func(log string, ended bool) error {
		if slices.ContainsFunc(wholeLines(log, ended), line.MatchString) {
			return nil
		}
		return logEnds(log)
	})
}

func aPodLogged(ctx context.Context, w *world.World, owner world.ObjectRef, text string, ending step.Ending) error {
	return expectLogs(ctx, w, owner.Ref, text, ending, false)
}

func everyPodLogged(ctx context.Context, w *world.World, owner world.ObjectRef, text string, ending step.Ending) error {
	return expectLogs(ctx, w, owner.Ref, text, ending, true)
}
