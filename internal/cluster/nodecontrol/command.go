package nodecontrol

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// markVariable is in the environment of everything that a command on a node starts.
const markVariable = "GHERKIND_COMMAND"

func newMark() string { return rand.Text() }

// onNode is a command on a node. If `docker exec` is interrupted, its command continues on the node, so that it could outlive its
// step. For that reason, everything that it started is killed when ctx ends. If this process is killed, timeout ends the command
// on the node.
type onNode struct {
	container, mark string
}

const (
	// longest is how long a command may run on a node after this process was killed.
	longest = 10 * time.Minute
	// killPatience is the time limit for killing a command's processes.
	killPatience = 10 * time.Second
	// later is how much longer than the step the node lets a command run, so that the step's own timeout is reported.
	later = 5 * time.Second
)

func (c onNode) run(ctx context.Context, args []string) (output string, exitCode int, err error) {
	limit := longest
	if deadline, bounded := ctx.Deadline(); bounded {
		limit = min(limit, time.Until(deadline)+later)
	}
	seconds := strconv.Itoa(int(limit/time.Second) + 1)
	whole := append([]string{"env", markVariable + "=" + c.mark, "timeout", "--kill-after=2", seconds}, args...)
	output, exitCode, err = docker.Exec(ctx, c.container, whole...)
	if ctx.Err() != nil {
		err = errors.Join(err, c.kill(ctx))
	}
	return output, exitCode, err
}

// killMarked kills all processes with the mark in their environment, in any process group or session. It repeats this until there
// are none, because a process may start others in the meantime.
const killMarked = `for i in 1 2 3; do
  found=
  for file in $(grep -lzsx -e "$1" /proc/[0-9]*/environ); do
    pid=${file#/proc/}; kill -KILL "${pid%/environ}" 2>/dev/null && found=1
  done
  [ "$found" ] || exit 0
done`

func (c onNode) kill(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), killPatience)
	defer cancel()
	_, err := docker.ExecOutput(ctx, c.container, "sh", "-c", killMarked, "sh", markVariable+"="+c.mark)
	if err != nil {
		return fmt.Errorf("end what a command has started in %s, which continues for %s at most: %w", c.container, longest, err)
	}
	return nil
}
