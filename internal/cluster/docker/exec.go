package docker

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// outputLimit is how much of what a command prints is kept, in bytes.
const outputLimit = 1 << 20

// Exec runs a command in a container and returns what it printed and its exit code. A command that fails is not an error. That
// Docker did not run it, or not to its end, is one: its exit code is then docker's own, and what was printed is docker's.
func Exec(ctx context.Context, container string, args ...string) (printed string, exitCode int, err error) {
	said := false // by docker, not by the command
	call := Command(append([]string{"exec", container}, args...)...)
	call.Limit = outputLimit
	call.Line = func(line string) { said = said || ofDocker(line) }
	out, err := call.Output(ctx)
	var failed *command.Error
	var exit *exec.ExitError
	if !errors.As(err, &failed) || !errors.As(err, &exit) {
		return out, 0, err
	}
	code := exit.ExitCode()
	if said && slices.Contains(codesOfDocker, code) {
		return "", 0, err
	}
	if slices.Contains(codesOfAnEnd, code) {
		if running, lost := Running(ctx, container); lost != nil || !running {
			return "", 0, errors.Join(err, lost)
		}
	}
	return failed.Said, code, nil
}

// codesOfDocker are the exit codes with which `docker exec` ends when it could not run the command.
var codesOfDocker = []int{1, 125, 126, 127}

// codesOfAnEnd are those with which it ends when the container has ended meanwhile, or the daemon.
var codesOfAnEnd = []int{137, 255}

// ofDocker reports whether a line is docker's own word on why it did not run a command. A program that the container does not
// have is not among them: what there is to run is the caller's choice.
func ofDocker(line string) bool {
	for _, start := range []string{
		"Error response from daemon: ", "Cannot connect to the Docker daemon", "error during connect: ", "failed to connect to the docker API",
		"permission denied while trying to connect to the ",
	} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return strings.HasPrefix(line, "OCI runtime exec failed: ") && !strings.Contains(line, "executable file not found") &&
		!strings.Contains(line, "no such file or directory") && !strings.Contains(line, ": permission denied")
}

// ExecOutput runs a command in a container and returns its standard output. A command that fails is an error.
func ExecOutput(ctx context.Context, container string, args ...string) (string, error) {
	return Command(append([]string{"exec", container}, args...)...).Output(ctx)
}
