package docker

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// outputLimit is how many bytes of a command's output are kept.
const outputLimit = 1 << 20

// Exec runs a command in a container and returns its output and exit code. A failing command is not an error. It is an error if
// Docker did not run the command, or not to its end; the exit code and the output are then docker's own.
func Exec(ctx context.Context, container string, args ...string) (printed string, exitCode int, err error) {
	said := false // whether docker printed it, not the command
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

// codesOfDocker are the exit codes of `docker exec` if it could not run the command.
var codesOfDocker = []int{1, 125, 126, 127}

// codesOfAnEnd are its exit codes if the container or the daemon stopped in the meantime.
var codesOfAnEnd = []int{137, 255}

// ofDocker reports whether a line is docker's own message that it did not run a command. A missing program in the container does
// not count, because the caller has chosen the program.
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

// ExecOutput runs a command in a container and returns its standard output. A failing command is an error.
func ExecOutput(ctx context.Context, container string, args ...string) (string, error) {
	return Command(append([]string{"exec", container}, args...)...).Output(ctx)
}
