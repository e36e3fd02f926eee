package remote

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// Here runs a command line on this machine, once or, for a step that looks, as often as it asks.
func Here(ctx context.Context, w *world.World, namespace, line string, once bool) (kube.ExecResult, error) {
	return world.Ask(ctx, w, CommandHere(namespace, line, once), func(ctx context.Context) (kube.ExecResult, error) {
		if w.Run.Commands == nil {
			return kube.ExecResult{}, errors.New("the step runs a command on this machine: run with --allow-commands to permit it")
		}
		return w.Run.Commands(ctx, namespace, line)
	})
}

// CommandHere is the question for what a command on this machine comes to. The answer is a [kube.ExecResult].
func CommandHere(namespace, line string, once bool) world.Question {
	return world.Question{Kind: world.QuestionLocal, Namespace: namespace, Command: world.CommandOf([]string{"sh", "-c", line}), Once: once}
}
