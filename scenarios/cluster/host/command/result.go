package command

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
)

// Result is the result of a program, whatever its exit code.
type Result struct {
	Code           int // as in a shell: 128 plus the signal for a program that was killed by one
	Stdout, Stderr string
	Cut            bool // whether it printed more than Limit
}

// Result runs the program to its end, and kills processes that it leaves behind. If ctx ends first, the program and everything
// that it started are killed, and the error wraps the cause of ctx; the result has the output so far.
func (c Cmd) Result(ctx context.Context) (Result, error) {
	if err := context.Cause(ctx); err != nil {
		return Result{}, fmt.Errorf("run %s: %w", c, err)
	}
	stdout, stderr := &bounded{limit: c.Limit}, &bounded{limit: c.Limit}
	cmd := c.prepare(ctx)
	cmd.Stdout, cmd.Stderr = stdout, stderr

	// The kernel sends the parent-death signal when the *thread* that started the program ends.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	if cmd.Process != nil {
		endGroup(cmd.Process.Pid)
	}
	result := Result{Stdout: stdout.String(), Stderr: stderr.String(), Cut: stdout.cut || stderr.cut}
	if cmd.ProcessState != nil {
		result.Code = exitCode(cmd.ProcessState)
	}
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // a process that it left behind held its output open
		return result, nil
	case ctx.Err() != nil:
		return result, fmt.Errorf("run %s: %w", c, context.Cause(ctx))
	case errors.As(err, new(*exec.ExitError)):
		return result, nil
	}
	return result, fmt.Errorf("run %s: %w", c, err)
}
