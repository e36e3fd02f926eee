package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func commandPrintsSame(ctx context.Context, w *world.World, command, one, other, pod string, ending step.Ending) error {
	return compareOutputs(ctx, w, command, one, other, pod, ending, true)
}

func commandPrintsDifferent(ctx context.Context, w *world.World, command, one, other, pod string, ending step.Ending) error {
	return compareOutputs(ctx, w, command, one, other, pod, ending, false)
}

func compareOutputs(ctx context.Context, w *world.World, command, one, other, pod string, ending step.Ending, same bool) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	if one == other {
		return errors.New("name two different containers to compare")
	}
	return expectAnswerFrom(ctx, w, ending, ref, func(ctx context.Context) error {
		a, err := outputOf(ctx, w, ref, one, command)
		if err != nil {
			return err
		}
		b, err := outputOf(ctx, w, ref, other, command)
		if err != nil {
			return err
		}
		if (a == b) != same {
			return fmt.Errorf("container %q printed %s, container %q printed %s", one, oneLine(a), other, oneLine(b))
		}
		return nil
	}, ref)
}

func outputOf(ctx context.Context, w *world.World, ref kube.Ref, container, command string) (string, error) {
	result, err := shell(ctx, w, ref, container, command)
	switch {
	case err != nil:
		return "", err
	case result.ExitCode != 0:
		return "", fmt.Errorf("in container %q %w", container, exited(result))
	case result.Cut:
		return "", fmt.Errorf("in container %q %s: compare a checksum, as in `… | sha256sum`", container, cutOutput)
	case strings.TrimSpace(result.Stdout) == "":
		return "", fmt.Errorf("in container %q it printed nothing", container)
	}
	return result.Stdout, nil
}
