// Package command runs other programs with readable errors: the error names the command line and quotes the end of the program's
// output.
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

// Cmd is one run of a program. A zero field means the default of os/exec.
type Cmd struct {
	Name  string
	Args  []string
	Dir   string
	Env   []string // added to the environment of this process
	Stdin io.Reader
	// Limit is how many bytes of the standard output are kept; 0: all. A program that prints more runs to its end, and the error is
	// a [*TooLong].
	Limit int
	// Line is called with every complete line of the standard error, if not nil.
	Line func(string)
	// OutLine is called with every complete line of the standard output, if not nil.
	OutLine func(string)
}

// New returns a Cmd for a program and its arguments.
func New(name string, args ...string) Cmd { return Cmd{Name: name, Args: args} }

// Run runs the program to its end. Its output is only kept for the error.
func (c Cmd) Run(ctx context.Context) error {
	_, err := c.Output(ctx)
	return err
}

// Output is Run, and returns the standard output of the program. If ctx ends first, the program and everything that it started
// are killed, and the error wraps the cause of ctx. If the program fails, the error is an *Error.
func (c Cmd) Output(ctx context.Context) (string, error) {
	if err := context.Cause(ctx); err != nil {
		return "", fmt.Errorf("run %s: %w", c, err)
	}
	stdout := &bounded{limit: c.Limit}
	said := &tail{limit: maxTail}
	cmd := c.prepare(ctx)
	cmd.Stdout = io.MultiWriter(stdout, said, &lines{hear: c.OutLine})
	cmd.Stderr = io.MultiWriter(said, &lines{hear: c.Line})

	// The kernel sends the parent-death signal when the *thread* that started the program ends.
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

// prepare makes sure that the child processes of the program are killed with it: debootstrap and go build start some that would
// outlive them. If the system supports it, the program is also killed when this process is, so that it does not continue to
// write.
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

// String returns the command line for people; a long one is cut.
func (c Cmd) String() string {
	const enough = 120
	line := strings.Join(append([]string{c.Name}, c.Args...), " ")
	if len(line) > enough {
		line = line[:enough-3] + "..."
	}
	return line
}

// Error says that a program could not be started, or did not exit with 0.
type Error struct {
	Command string
	Said    string // the end of its output, of both streams
	Err     error
}

func (e *Error) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("run %s: %v", e.Command, e.Err)
	}
	return fmt.Sprintf("run %s: %v: %s", e.Command, e.Err, e.Said)
}

// Unwrap returns the *exec.ExitError or the reason why the program did not start, and ENOSPC if the program said that the disk is
// full.
func (e *Error) Unwrap() []error {
	if strings.Contains(strings.ToLower(e.Said), "no space left on device") {
		return []error{e.Err, syscall.ENOSPC}
	}
	return []error{e.Err}
}

// NotFound reports whether the program is not installed.
func NotFound(err error) bool { return errors.Is(err, exec.ErrNotFound) }
