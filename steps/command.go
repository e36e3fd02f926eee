package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/subset"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func commandSteps() step.Group {
	return step.Group{
		Name: "command", Title: "Commands in containers",
		Doc: "Run something where the pod runs, and look at what it prints. A step that looks at a command (`running …`) runs it again and again until it is met: " +
			"a command that changes something belongs into a step that runs it once (`… is run`).",
		Defs: slices.Concat(commandChecks(), commandsCompared(), commandActions()),
	}
}

func commandChecks() []step.Def {
	return []step.Def{
		{
			Name:    "command-prints",
			Pattern: `running {command} in pod {name} prints {part}`,
			Doc: "The command, given to sh -c in the pod's first container, exits with 0 and its output contains the text. " +
				"It is run again and again until it does; the report says how often.",
			Example: `Then running "timeout 3 wget -q -O - http://my-nginx:8080/" in pod "client" prints "Welcome to nginx!"`,
			Run:     commandPrints,
		},
		{
			Name:    "command-prints-exactly",
			Pattern: `running {command} in pod {name} prints exactly {text}`,
			Doc: "The command, given to sh -c in the pod's first container, exits with 0 and its standard output is the text, without the end of its last line. " +
				"It is run again and again until it is.",
			Example: `Then running "wc -l < /data/rows" in pod "client" prints exactly "3"`,
			Run:     commandPrintsExactly,
		},
		{
			Name:    "command-exits",
			Pattern: `running {command} in pod {name} exits with {count}`,
			Doc:     "The command, given to sh -c in the pod's first container, ends with this exit code. It is run again and again until it does.",
			Example: `Then running "test -e /tmp/healthy" in pod "web" exits with 1`,
			Run:     commandExits,
		},
		{
			Name:    "command-in-container-prints",
			Pattern: `running {command} in container {name} of pod {name} prints {part}`,
			Doc:     "Like `running … in pod … prints`, in a container that is named.",
			Example: `Then running "cat /data/report" in container "reader" of pod "web" prints "done"`,
			Run:     commandInContainerPrints,
		},
		{
			Name:    "command-in-container-prints-exactly",
			Pattern: `running {command} in container {name} of pod {name} prints exactly {text}`,
			Doc:     "Like `running … in pod … prints exactly`, in a container that is named.",
			Example: `Then running "wc -l < /data/rows" in container "reader" of pod "web" prints exactly "3"`,
			Run:     commandInContainerPrintsExactly,
		},
		{
			Name:    "command-in-container-exits",
			Pattern: `running {command} in container {name} of pod {name} exits with {count}`,
			Doc:     "Like `running … in pod … exits with`, in a container that is named.",
			Example: `Then running "test -e /data/report" in container "reader" of pod "web" exits with 0`,
			Run:     commandInContainerExits,
		},
	}
}

func commandsCompared() []step.Def {
	return []step.Def{
		{
			Name:    "command-prints-same",
			Pattern: `running {command} prints the same in containers {name} and {name} of pod {name}`,
			Doc:     "The command exits with 0 in both containers, and prints the same text, which is not empty.",
			Example: `Then running "readlink /proc/self/ns/net" prints the same in containers "app" and "helper" of pod "web"`,
			Run:     commandPrintsSame,
		},
		{
			Name:    "command-prints-different",
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
			Acts:    true,
			Pattern: `{command} is run in pod {name}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must exit with 0.",
			Example: `When "rm /tmp/ready" is run in pod "web"`,
			Run:     runCommand,
		},
		{
			Name:    "command-run-prints",
			Acts:    true,
			Pattern: `{command} is run in pod {name} and prints exactly {text}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must exit with 0, and its standard output must be the text, without the end of its last line.",
			Example: `When "echo x >> /tmp/rows; wc -l < /tmp/rows" is run in pod "web" and prints exactly "1"`,
			Run:     runCommandPrints,
		},
		{
			Name:    "command-run-exits",
			Acts:    true,
			Pattern: `{command} is run in pod {name} and exits with {count}`,
			Doc:     "Runs the command once, by sh -c in the pod's first container, as soon as that runs. It must end with this exit code.",
			Example: `When "mkdir /data/lock" is run in pod "web" and exits with 1`,
			Run:     runCommandExits,
		},
		{
			Name:    "command-run-in-container",
			Acts:    true,
			Pattern: `{command} is run in container {name} of pod {name}`,
			Doc:     "Runs the command once, by sh -c in the container, as soon as that runs. It must exit with 0.",
			Example: `When "rm /tmp/ready" is run in container "app" of pod "web"`,
			Run:     runCommandInContainer,
		},
	}
}

func commandPrints(ctx context.Context, w *world.World, command, pod, text string, ending step.Ending) error {
	return commandInContainerPrints(ctx, w, command, "", pod, text, ending)
}

func commandPrintsExactly(ctx context.Context, w *world.World, command, pod, text string, ending step.Ending) error {
	return commandInContainerPrintsExactly(ctx, w, command, "", pod, text, ending)
}

func commandExits(ctx context.Context, w *world.World, command, pod string, code int, ending step.Ending) error {
	return commandInContainerExits(ctx, w, command, "", pod, code, ending)
}

func commandInContainerPrints(ctx context.Context, w *world.World, command, container, pod, text string, ending step.Ending) error {
	return expectCommand(ctx, w, command, container, pod, ending, prints(text))
}

func commandInContainerPrintsExactly(ctx context.Context, w *world.World, command, container, pod, text string, ending step.Ending) error {
	return expectCommand(ctx, w, command, container, pod, ending, func(r kube.ExecResult) error { return printedExactly(r, text) })
}

func commandInContainerExits(ctx context.Context, w *world.World, command, container, pod string, code int, ending step.Ending) error {
	return expectRuns(ctx, w, &runs{w: w, command: command, code: code == 0}, container, pod, ending, func(r kube.ExecResult) error { return exitedWith(r, code) })
}

// printedExactly compares the standard output, as $(…) in a shell does: without the end of its last line.
func printedExactly(r kube.ExecResult, text string) error {
	out := strings.TrimSuffix(strings.TrimSuffix(r.Stdout, "\n"), "\r")
	switch {
	case r.ExitCode != 0:
		return exited(r)
	case out != text && r.Stderr != "":
		return fmt.Errorf("it printed %s; and as errors, %s", subset.Other(text, out), oneLine(r.Stderr))
	case out != text:
		return fmt.Errorf("it printed %s", subset.Other(text, out))
	}
	return nil
}

func exitedWith(r kube.ExecResult, code int) error {
	if r.ExitCode != code {
		return exited(r)
	}
	return nil
}

// exited is the error of a command that ended with another code than was wanted.
func exited(r kube.ExecResult) error {
	why := ended(r.ExitCode)
	if why == "" {
		return fmt.Errorf("it exited with %d%s", r.ExitCode, andPrinted(r.Stdout+r.Stderr))
	}
	err := fmt.Errorf("it exited with %d (%s)%s", r.ExitCode, why, andPrinted(r.Stdout+r.Stderr))
	if hint := brokenHint(r.ExitCode); hint != "" {
		return &hinted{err, hint}
	}
	return err
}

// andPrinted ends a sentence about a program with what it printed.
func andPrinted(output string) string {
	if strings.TrimSpace(output) == "" {
		return " and printed nothing"
	}
	return ": " + oneLine(output)
}

func expectCommand(ctx context.Context, w *world.World, command, container, pod string, ending step.Ending, wanted func(kube.ExecResult) error) error {
	return expectRuns(ctx, w, &runs{w: w, command: command}, container, pod, ending, wanted)
}

func expectRuns(ctx context.Context, w *world.World, runs *runs, container, pod string, ending step.Ending, wanted func(kube.ExecResult) error) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	err = expectAnswerFrom(ctx, w, ending, ref, func(ctx context.Context) error {
		result, err := shell(ctx, w, ref, container, runs.command)
		if err != nil {
			return err
		}
		return runs.judge(result, wanted(result))
	}, ref)
	if err == nil {
		runs.tell()
	}
	return err
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
