package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func commandSteps() step.Group {
	return step.Group{
		Name: "command", Title: "Commands in containers",
		Doc: "Run commands in containers, and check what they print. A check (`running …`) repeats its command until it is met: " +
			"for a command that changes something, use a step that runs it once (`… is run`).",
		Defs: slices.Concat(commandChecks(), commandsCompared(), commandActions()),
	}
}

func commandChecks() []step.Def {
	return []step.Def{
		{
			Name:    "command-prints",
			Rights:  rightsToRun,
			Pattern: `running {command} in pod {name} prints {part}`,
			Doc: "The command, given to sh -c in the pod's first container, exits with 0 and its output contains the text. " +
				"It is repeated until it does; the report says how often.",
			Example: `Then running "timeout 3 wget -q -O - http://my-nginx:8080/" in pod "client" prints "Welcome to nginx!"`,
			Run:     commandPrints,
		},
		{
			Name:    "command-prints-exactly",
			Rights:  rightsToRun,
			Pattern: `running {command} in pod {name} prints exactly {text}`,
			Doc: "The command, given to sh -c in the pod's first container, exits with 0 and its standard output is the text, apart from the final line break. " +
				"It is repeated until it is.",
			Example: `Then running "wc -l < /data/rows" in pod "client" prints exactly "3"`,
			Run:     commandPrintsExactly,
		},
		{
			Name:    "command-exits",
			Rights:  rightsToRun,
			Pattern: `running {command} in pod {name} exits with {count}`,
			Doc:     "The command, given to sh -c in the pod's first container, ends with this exit code. It is repeated until it does.",
			Example: `Then running "test -e /tmp/healthy" in pod "web" exits with 1`,
			Run:     commandExits,
		},
		{
			Name:    "command-in-container-prints",
			Rights:  rightsToRun,
			Pattern: `running {command} in container {name} of pod {name} prints {part}`,
			Doc:     "Like `running … in pod … prints`, in the named container.",
			Example: `Then running "cat /data/report" in container "reader" of pod "web" prints "done"`,
			Run:     commandInContainerPrints,
		},
		{
			Name:    "command-in-container-prints-exactly",
			Rights:  rightsToRun,
			Pattern: `running {command} in container {name} of pod {name} prints exactly {text}`,
			Doc:     "Like `running … in pod … prints exactly`, in the named container.",
			Example: `Then running "wc -l < /data/rows" in container "reader" of pod "web" prints exactly "3"`,
			Run:     commandInContainerPrintsExactly,
		},
		{
			Name:    "command-in-container-exits",
			Rights:  rightsToRun,
			Pattern: `running {command} in container {name} of pod {name} exits with {count}`,
			Doc:     "Like `running … in pod … exits with`, in the named container.",
			Example: `Then running "test -e /data/report" in container "reader" of pod "web" exits with 0`,
			Run:     commandInContainerExits,
		},
	}
}

func commandsCompared() []step.Def {
	return []step.Def{
		{
			Name:    "command-prints-same",
			Rights:  rightsToRun,
			Pattern: `running {command} prints the same in containers {name} and {name} of pod {name}`,
			Doc:     "The command exits with 0 in both containers, and prints the same text, which is not empty.",
			Example: `Then running "readlink /proc/self/ns/net" prints the same in containers "app" and "helper" of pod "web"`,
			Run:     commandPrintsSame,
		},
		{
			Name:    "command-prints-different",
			Rights:  rightsToRun,
			Pattern: `running {command} prints something different in containers {name} and {name} of pod {name}`,
			Doc:     "The command exits with 0 in both containers, and prints a text in each, but not the same.",
			Example: `Then running "readlink /proc/self/ns/mnt" prints something different in containers "app" and "helper" of pod "web"`,
			Run:     commandPrintsDifferent,
		},
	}
}

func commandActions() []step.Def {
	return []step.Def{
		{
			Name:    "command-run",
			Rights:  rightsToRun,
			Acts:    true,
			Pattern: `{command} is run in pod {name}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must exit with 0.",
			Example: `When "rm /tmp/ready" is run in pod "web"`,
			Run:     runCommand,
		},
		{
			Name:    "command-run-prints",
			Checks:  true,
			Rights:  rightsToRun,
			Acts:    true,
			Pattern: `{command} is run in pod {name} and prints exactly {text}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must exit with 0, and its standard output must be the text, apart from the final line break.",
			Example: `When "echo x >> /tmp/rows; wc -l < /tmp/rows" is run in pod "web" and prints exactly "1"`,
			Run:     runCommandPrints,
		},
		{
			Name:    "command-run-exits",
			Checks:  true,
			Rights:  rightsToRun,
			Acts:    true,
			Pattern: `{command} is run in pod {name} and exits with {count}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must end with this exit code.",
			Example: `When "mkdir /data/lock" is run in pod "web" and exits with 1`,
			Run:     runCommandExits,
		},
		{
			Name:    "command-run-in-container",
			Rights:  rightsToRun,
			Acts:    true,
			Pattern: `{command} is run in container {name} of pod {name}`,
			Doc:     "Runs the command once, by sh -c in the container, as soon as that runs. It must exit with 0.",
			Example: `When "rm /tmp/ready" is run in container "app" of pod "web"`,
			Run:     runCommandInContainer,
		},
	}
}

func commandPrints(ctx context.Context, w *world.World, command string, pod world.PodRef, text string, ending step.Ending) error {
	return commandInContainerPrints(ctx, w, command, firstOf(pod), text, ending)
}

func commandPrintsExactly(ctx context.Context, w *world.World, command string, pod world.PodRef, text string, ending step.Ending) error {
	return commandInContainerPrintsExactly(ctx, w, command, firstOf(pod), text, ending)
}

func commandExits(ctx context.Context, w *world.World, command string, pod world.PodRef, code int, ending step.Ending) error {
	return commandInContainerExits(ctx, w, command, firstOf(pod), code, ending)
}

func commandInContainerPrints(ctx context.Context, w *world.World, command string, container world.ContainerRef, text string, ending step.Ending) error {
	return expectCommand(ctx, w, command, container, ending, remote.Prints(text))
}

func commandInContainerPrintsExactly(ctx context.Context, w *world.World, command string, container world.ContainerRef, text string, ending step.Ending) error {
	return expectCommand(ctx, w, command, container, ending, func(r kube.ExecResult) error { return remote.PrintsExactly(r, text) })
}

func commandInContainerExits(ctx context.Context, w *world.World, command string, container world.ContainerRef, code int, ending step.Ending) error {
	return expectRuns(ctx, w, &remote.Runs{World: w, Command: command, OnlyCode: code == 0}, container, ending, func(r kube.ExecResult) error { return remote.ExitsWith(r, code) })
}

func expectCommand(ctx context.Context, w *world.World, command string, container world.ContainerRef, ending step.Ending, wanted func(kube.ExecResult) error) error {
	return expectRuns(ctx, w, &remote.Runs{World: w, Command: command}, container, ending, wanted)
}

func expectRuns(ctx context.Context, w *world.World, runs *remote.Runs, container world.ContainerRef, ending step.Ending, wanted func(kube.ExecResult) error) error {
	err := assert.Poll(ctx, w, ending, container.Pod, func(ctx context.Context) error {
		result, err := remote.Shell(ctx, w, container.Pod, container.Name, runs.Command)
		if err != nil {
			return err
		}
		return runs.Judge(result, wanted(result))
	}, assert.Needs(failfast.Present, container.Pod))
	if err == nil {
		runs.Tell()
	}
	return err
}

func commandPrintsSame(ctx context.Context, w *world.World, command, one, other string, pod world.PodRef, ending step.Ending) error {
	return compareOutputs(ctx, w, command, one, other, pod, ending, true)
}

func commandPrintsDifferent(ctx context.Context, w *world.World, command, one, other string, pod world.PodRef, ending step.Ending) error {
	return compareOutputs(ctx, w, command, one, other, pod, ending, false)
}

func compareOutputs(ctx context.Context, w *world.World, command, one, other string, pod world.PodRef, ending step.Ending, same bool) error {
	if one == other {
		return errors.New("name two different containers to compare")
	}
	ofOne, ofOther := &remote.Runs{World: w, Command: command}, &remote.Runs{World: w, Command: command}
	err := assert.Poll(ctx, w, ending, pod.Ref, func(ctx context.Context) error {
		a, err := outputOf(ctx, ofOne, pod.Ref, one)
		if err != nil {
			return err
		}
		b, err := outputOf(ctx, ofOther, pod.Ref, other)
		if err != nil {
			return err
		}
		if (a == b) != same {
			return fmt.Errorf("container %q printed %s, container %q printed %s", one, remote.OneLine(a), other, remote.OneLine(b))
		}
		return nil
	}, assert.Needs(failfast.Present, pod.Ref))
	if err == nil {
		ofOne.Tell()
		ofOther.Tell()
	}
	return err
}

// outputOf runs the command in a container and returns its output.
func outputOf(ctx context.Context, runs *remote.Runs, ref kube.Ref, container string) (string, error) {
	result, err := remote.Shell(ctx, runs.World, ref, container, runs.Command)
	if err != nil {
		return "", err
	}
	return result.Stdout, runs.Judge(result, printed(result, container))
}

// printed returns an error if the output of a command cannot be compared.
func printed(result kube.ExecResult, container string) error {
	switch {
	case result.ExitCode != 0:
		return fmt.Errorf("in container %q %w", container, remote.Exited(result))
	case result.Cut:
		return fmt.Errorf("in container %q it printed more than can be compared", container)
	case strings.TrimSpace(result.Stdout) == "":
		return fmt.Errorf("in container %q it printed nothing", container)
	}
	return nil
}

// firstOf refers to the first container of a pod.
func firstOf(pod world.PodRef) world.ContainerRef { return world.ContainerRef{Pod: pod.Ref} }

func runCommand(ctx context.Context, w *world.World, command string, pod world.PodRef) error {
	return runCommandInContainer(ctx, w, command, firstOf(pod))
}

func runCommandInContainer(ctx context.Context, w *world.World, command string, container world.ContainerRef) error {
	return runOnce(ctx, w, &remote.Runs{World: w, Command: command, OnlyCode: true}, container, func(r kube.ExecResult) error { return remote.ExitsWith(r, 0) })
}

func runCommandPrints(ctx context.Context, w *world.World, command string, pod world.PodRef, text string) error {
	return runOnce(ctx, w, &remote.Runs{World: w, Command: command}, firstOf(pod), func(r kube.ExecResult) error { return remote.PrintsExactly(r, text) })
}

func runCommandExits(ctx context.Context, w *world.World, command string, pod world.PodRef, code int) error {
	return runOnce(ctx, w, &remote.Runs{World: w, Command: command}, firstOf(pod), func(r kube.ExecResult) error { return remote.ExitsWith(r, code) })
}

func runOnce(ctx context.Context, w *world.World, runs *remote.Runs, container world.ContainerRef, wanted func(kube.ExecResult) error) error {
	if err := assert.Able(ctx, w, container.Pod, failfast.Up, assert.Running(container.Pod, container.Name)); err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	err := assert.Beside(within, w, w.Run.Timeouts.Action, func(ctx context.Context) error {
		result, err := remote.Shell(ctx, w, container.Pod, container.Name, runs.Command)
		if err != nil {
			return err
		}
		return runs.Judge(result, wanted(result))
	})
	if err != nil {
		return assert.Failure(ctx, w, container.Pod, 0, err)
	}
	runs.Tell()
	return w.CatchUp(ctx)
}
