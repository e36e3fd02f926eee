// Package command runs other programs so that a failure can be read: the error
// names the command line and quotes the end of what the program said.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Cmd is one run of a program. The zero value of a field leaves what os/exec
// does by default.
type Cmd struct {
	Name  string
	Args  []string
	Dir   string
	Env   []string // added to the environment of this process
	Stdin io.Reader
	// Limit is how many bytes of the standard output are kept, when it is not 0; a program that prints more fails with a
	// [*TooLong], and has run to its end.
	Limit int
	// Line hears every full line of the standard error, if it is not nil.
	Line func(string)
	// OutLine hears every full line of the standard output, if it is not nil.
	OutLine func(string)
}

// New names a program and its arguments.
func New(name string, args ...string) Cmd { return Cmd{Name: name, Args: args} }

// Run runs the program to its end. What it prints is kept only for the error.
func (c Cmd) Run(ctx context.Context) error {
	_, err := c.Output(ctx)
	return err
}

// Output is Run that returns what the program wrote to its standard output.
// When ctx ends first the program and all it started are killed, and the error
// wraps the cause of ctx. A program that fails gives an *Error.
func (c Cmd) Output(ctx context.Context) (string, error) {
	if err := context.Cause(ctx); err != nil {
		return "", fmt.Errorf("run %s: %w", c, err)
	}
	stdout := &bounded{limit: c.Limit}
	said := &tail{limit: maxTail}
	cmd := c.prepare(ctx)
	cmd.Stdout = io.MultiWriter(stdout, said, &lines{hear: c.OutLine})
	cmd.Stderr = io.MultiWriter(said, &lines{hear: c.Line})

	// The kernel sends the parent-death signal when the starting *thread* ends.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	switch {
	case err == nil && stdout.cut:
		return "", &TooLong{Command: c.String(), Limit: c.Limit}
	case err == nil:
		return stdout.String(), nil
	case ctx.Err() != nil:
		return "", fmt.Errorf("run %s: %w", c, context.Cause(ctx))
	default:
		return stdout.String(), &Error{Command: c.String(), Said: said.String(), Err: err}
	}
}

// prepare makes the program end as a whole: debootstrap and go build start
// children that would outlive them. Being killed ourselves kills the program too,
// so that no orphan writes on, where the system can do that.
func (c Cmd) prepare(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Name, c.Args...)
	cmd.Dir = c.Dir
	cmd.Stdin = c.Stdin
	if c.Env != nil {
		cmd.Env = append(os.Environ(), c.Env...)
	}
	endAsWhole(cmd)
	cmd.WaitDelay = 5 * time.Second // a grandchild that left the group may hold the pipe
	return cmd
}

// String is the command line, for people: a long one is cut.
func (c Cmd) String() string {
	const enough = 120
	line := strings.Join(append([]string{c.Name}, c.Args...), " ")
	if len(line) > enough {
		line = line[:enough-3] + "..."
	}
	return line
}

// Error is a program that could not be started or did not exit with 0.
type Error struct {
	Command string
	Said    string // the end of its output, both streams
	Err     error
}

func (e *Error) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("run %s: %v", e.Command, e.Err)
	}
	return fmt.Sprintf("run %s: %v: %s", e.Command, e.Err, e.Said)
}

// Unwrap gives the *exec.ExitError or the reason why it did not start, and
// ENOSPC when the program said that the disk is full.
func (e *Error) Unwrap() []error {
	if strings.Contains(strings.ToLower(e.Said), "no space left on device") {
		return []error{e.Err, syscall.ENOSPC}
	}
	return []error{e.Err}
}

// NotFound reports whether err means: the program is not installed.
func NotFound(err error) bool { return errors.Is(err, exec.ErrNotFound) }
