package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func commandSteps() step.Group {
	return step.Group{
		Name: "command", Title: "Commands in containers", Doc: "Run something where the pod runs, and look at what it prints.",
		Defs: []step.Def{
			{
				Name:    "command-prints",
				Pattern: `running {command} in pod {name} prints {text}`,
				Doc: "The command, given to sh -c in the pod's first container, exits with 0 and its output contains the text. " +
					"It is repeated until it does.",
				Example: `Then running "wget -q -O - http://my-nginx:8080/" in pod "client" prints "Welcome to nginx!"`,
				Run:     commandPrints,
			},
			{
				Name:    "command-exits",
				Pattern: `running {command} in pod {name} exits with {count}`,
				Doc:     "The command, given to sh -c in the pod's first container, ends with this exit code. It is repeated until it does.",
				Example: `Then running "nc -z web 8090" in pod "client" exits with 1`,
				Run:     commandExits,
			},
		},
	}
}

func commandPrints(ctx context.Context, w *world.World, command, pod, text string, ending step.Ending) error {
	return expectCommand(ctx, w, command, pod, ending, func(r kube.ExecResult) error {
		out := r.Stdout + r.Stderr
		switch {
		case r.ExitCode != 0:
			return fmt.Errorf("it exited with %d: %s", r.ExitCode, oneLine(out))
		case !strings.Contains(out, text):
			return fmt.Errorf("it printed %s", oneLine(out))
		}
		return nil
	})
}

func commandExits(ctx context.Context, w *world.World, command, pod string, code int, ending step.Ending) error {
	return expectCommand(ctx, w, command, pod, ending, func(r kube.ExecResult) error {
		if r.ExitCode != code {
			return fmt.Errorf("it exited with %d: %s", r.ExitCode, oneLine(r.Stdout+r.Stderr))
		}
		return nil
	})
}

func expectCommand(ctx context.Context, w *world.World, command, pod string, ending step.Ending, wanted func(kube.ExecResult) error) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, func(ctx context.Context) error {
		container, err := firstContainer(w, ref)
		if err != nil {
			return err
		}
		result, err := w.Run.Client.Exec(ctx, ref.Namespace, ref.Name, container, []string{"sh", "-c", command}, nil)
		if err != nil {
			return fmt.Errorf("the command could not be run: %w", err)
		}
		return wanted(result)
	})
}

func firstContainer(w *world.World, ref kube.Ref) (string, error) {
	var name string
	w.Timeline.View(func(v observe.View) {
		if pod := asPod(v.Get(ref)); pod != nil && len(pod.Spec.Containers) > 0 {
			name = pod.Spec.Containers[0].Name
		}
	})
	if name == "" {
		return "", fmt.Errorf("there is no %s", ref)
	}
	return name, nil
}

// outputShown is how much of a command's output an error quotes, in bytes.
const outputShown = 300

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "nothing"
	}
	if len(text) > outputShown {
		text = text[:outputShown] + " …"
	}
	return fmt.Sprintf("%q", text)
}
