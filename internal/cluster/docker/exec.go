package docker

import (
	"context"
	"errors"
	"os/exec"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// outputLimit is how much of what a command prints is kept, in bytes.
const outputLimit = 1 << 20

// Exec runs a command in a container and returns what it printed and its exit code. A command that fails is no error.
func Exec(ctx context.Context, container string, args ...string) (printed string, exitCode int, err error) {
	call := Command(append([]string{"exec", container}, args...)...)
	call.Limit = outputLimit
	out, err := call.Output(ctx)
	var failed *command.Error
	var exit *exec.ExitError
	if errors.As(err, &failed) && errors.As(err, &exit) {
		return failed.Said, exit.ExitCode(), nil
	}
	return out, 0, err
}

// ExecOutput runs a command in a container and returns its standard output. A command that fails is an error.
func ExecOutput(ctx context.Context, container string, args ...string) (string, error) {
	return Command(append([]string{"exec", container}, args...)...).Output(ctx)
}
