package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
)

// FirstLine runs the program until it has written a line to its standard output, and then kills it. If the program ends without
// one, the error is an *Error.
func (c Cmd) FirstLine(ctx context.Context) (string, error) {
	within, end := context.WithCancel(ctx)
	defer end()
	cmd := c.prepare(within)
	said := &tail{limit: maxTail}
	cmd.Stderr = said
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", fmt.Errorf("run %s: %w", c, err)
	}
	runtime.LockOSThread() // for the parent-death signal, see Output
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return "", &Error{Command: c.String(), Err: err}
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	end()
	ended := cmd.Wait()
	switch {
	case err == nil:
		return strings.TrimSpace(line), nil
	case ctx.Err() != nil:
		return "", fmt.Errorf("run %s: %w", c, context.Cause(ctx))
	}
	var exit *exec.ExitError
	if !errors.As(ended, &exit) {
		ended = errors.New("it ended without a line")
	}
	return "", &Error{Command: c.String(), Said: said.String(), Err: ended}
}
