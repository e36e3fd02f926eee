package command

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
)

// Result is what a program came to, whatever its exit code.
type Result struct {
	Code           int // as a shell has it: 128 and the signal of a program that was ended by one
	Stdout, Stderr string
	Cut            bool // it printed more than Limit
}

// Result runs the program to its end; what it has left running is ended, too. When ctx ends first, the program and all that it
// has started are killed, and the error wraps the cause of ctx; the result has what it had printed.
func (c Cmd) Result(ctx context.Context) (Result, error) {
	if err := context.Cause(ctx); err != nil {
		return Result{}, fmt.Errorf("run %s: %w", c, err)
	}
	stdout, stderr := &bounded{limit: c.Limit}, &bounded{limit: c.Limit}
	cmd := c.prepare(ctx)
	cmd.Stdout, cmd.Stderr = stdout, stderr

	// The kernel sends the parent-death signal when the starting *thread* ends.
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
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // something that it left held its output open
		return result, nil
	case ctx.Err() != nil:
		return result, fmt.Errorf("run %s: %w", c, context.Cause(ctx))
	case errors.As(err, new(*exec.ExitError)):
		return result, nil
	}
	return result, fmt.Errorf("run %s: %w", c, err)
}
