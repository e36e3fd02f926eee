package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func localSteps() step.Group {
	return step.Group{
		Name: "local", Title: "Commands on this machine",
		Doc: "Run commands on the machine that runs gherkind, in its working folder: a migration, a command-line client, a script. Only with `--allow-commands`, or `allow-commands: true` in gherkind.yaml. " +
			"The command has gherkind's environment, and besides NAMESPACE, the scenario's namespace, and KUBECONFIG, a kubeconfig whose context is that namespace of the cluster: kubectl and helm work there. " +
			"Its standard input is empty. At the time limit (`--action-timeout`) and when the run is interrupted it is killed with all that it has started; what it leaves running is killed when it ends.",
		Defs: slices.Concat(localActions(), localChecks()),
	}
}

func localActions() []step.Def {
	return []step.Def{
		{
			Name:    "local-run",
			Acts:    true,
			Local:   true,
			Pattern: `the command {command} is run on this machine`,
			Doc:     "Runs the command once, by sh -c. It must exit with 0.",
			Example: `When the command "./migrate.sh" is run on this machine`,
			Run:     runLocally,
		},
		{
			Name:    "local-run-doc",
			Acts:    true,
			Local:   true,
			Pattern: `this command is run on this machine:`,
			Doc:     "Runs the lines below the step once, by sh. The first line that fails ends it. It must exit with 0.",
			Example: `When this command is run on this machine:
  """
  ./migrate.sh --to 42
  ./orders reindex
  """`,
			Run:      runLocally,
			ParseDoc: parseCommand,
		},
		{
			Name:    "local-run-prints",
			Checks:  true,
			Acts:    true,
			Local:   true,
			Pattern: `the command {command} is run on this machine and prints {part}`,
			Doc:     "Runs the command once, by sh -c. It must exit with 0, and its output must contain the text.",
			Example: `When the command "./orders cancel 7" is run on this machine and prints "cancelled"`,
			Run:     runLocallyPrints,
		},
		{
			Name:    "local-run-prints-exactly",
			Checks:  true,
			Acts:    true,
			Local:   true,
			Pattern: `the command {command} is run on this machine and prints exactly {text}`,
			Doc:     "Runs the command once, by sh -c. It must exit with 0, and its standard output must be the text, apart from the final line break.",
			Example: `When the command "./orders create --item tea" is run on this machine and prints exactly "1"`,
			Run:     runLocallyPrintsExactly,
		},
		{
			Name:    "local-run-exits",
			Checks:  true,
			Acts:    true,
			Local:   true,
			Pattern: `the command {command} is run on this machine and exits with {count}`,
			Doc:     "Runs the command once, by sh -c. It must end with this exit code.",
			Example: `When the command "./orders create --item nothing" is run on this machine and exits with 2`,
			Run:     runLocallyExits,
		},
	}
}

func localChecks() []step.Def {
	return []step.Def{
		{
			Name:    "local-prints",
			Local:   true,
			Pattern: `running {command} on this machine prints {part}`,
			Doc:     "The command, given to sh -c, exits with 0 and its output contains the text. It is repeated until it does: use a step that runs it once for commands that change something (`the command … is run`).",
			Example: `Then running "kubectl get orders" on this machine prints "tea"`,
			Run:     localPrints,
		},
		{
			Name:    "local-exits",
			Local:   true,
			Pattern: `running {command} on this machine exits with {count}`,
			Doc:     "The command, given to sh -c, ends with this exit code. It is repeated until it does.",
			Example: `Then running "./orders exists 7" on this machine exits with 1`,
			Run:     localExits,
		},
	}
}

// parseCommand makes one command of several lines, of which the first that fails ends it.
func parseCommand(doc step.DocString, _ step.Place) (any, error) {
	if strings.TrimSpace(doc.Text) == "" {
		return nil, errors.New("there is no command below the step")
	}
	return "set -e\n" + doc.Text, nil
}

func runLocally(ctx context.Context, w *world.World, command string) error {
	return localOnce(ctx, w, &remote.Runs{World: w, Command: command, OnlyCode: true}, func(r kube.ExecResult) error { return remote.ExitsWith(r, 0) })
}

func runLocallyPrints(ctx context.Context, w *world.World, command, text string) error {
	return localOnce(ctx, w, &remote.Runs{World: w, Command: command}, remote.Prints(text))
}

func runLocallyPrintsExactly(ctx context.Context, w *world.World, command, text string) error {
	return localOnce(ctx, w, &remote.Runs{World: w, Command: command}, func(r kube.ExecResult) error { return remote.PrintsExactly(r, text) })
}

func runLocallyExits(ctx context.Context, w *world.World, command string, code int) error {
	return localOnce(ctx, w, &remote.Runs{World: w, Command: command}, exitsLocally(code))
}

func localOnce(ctx context.Context, w *world.World, runs *remote.Runs, wanted func(kube.ExecResult) error) error {
	namespace, err := w.Namespace(ctx, "")
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	err = assert.Beside(within, w, w.Run.Timeouts.Action, func(ctx context.Context) error {
		result, err := remote.Here(ctx, w, namespace, runs.Command, true)
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("it did not end within %s, and was ended with all that it had started%s", w.Run.Timeouts.Action, remote.AndPrinted(result.Stdout+result.Stderr))
		}
		if err != nil {
			return err
		}
		return runs.Judge(result, blamesThisMachine(result, wanted(result)))
	})
	if err != nil {
		return assert.Failure(ctx, w, kube.Ref{}, 0, err)
	}
	runs.Tell()
	return w.CatchUp(ctx)
}

func localPrints(ctx context.Context, w *world.World, command, text string, ending step.Ending) error {
	return expectLocally(ctx, w, &remote.Runs{World: w, Command: command}, ending, remote.Prints(text))
}

func localExits(ctx context.Context, w *world.World, command string, code int, ending step.Ending) error {
	return expectLocally(ctx, w, &remote.Runs{World: w, Command: command, OnlyCode: code == 0}, ending, exitsLocally(code))
}

func expectLocally(ctx context.Context, w *world.World, runs *remote.Runs, ending step.Ending, wanted func(kube.ExecResult) error) error {
	namespace, err := w.Namespace(ctx, "")
	if err != nil {
		return err
	}
	err = assert.Poll(ctx, w, ending, kube.Ref{}, func(ctx context.Context) error {
		result, err := remote.Here(ctx, w, namespace, runs.Command, false)
		if err != nil {
			return err
		}
		return runs.Judge(result, blamesThisMachine(result, wanted(result)))
	})
	if err == nil {
		runs.Tell()
	}
	return err
}

func exitsLocally(code int) func(kube.ExecResult) error {
	return func(r kube.ExecResult) error { return remote.ExitsWith(r, code) }
}

// blamesThisMachine adds a hint if a command cannot be run on this machine.
func blamesThisMachine(r kube.ExecResult, err error) error {
	if err == nil || !remote.Unusable(r.ExitCode) {
		return err
	}
	return assert.WithHint(fmt.Errorf("it exited with %d (%s)%s", r.ExitCode, remote.Ended(r.ExitCode), remote.AndPrinted(r.Stdout+r.Stderr)),
		"correct its spelling, or install it on this machine; it is run in the folder in which gherkind was started")
}
