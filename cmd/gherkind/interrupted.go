package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// errInterrupted says that the run was ended by a signal and has cleaned up.
var errInterrupted = errors.New("interrupted")

// interruption is the signal that ended the program. It is an errInterrupted.
type interruption struct{ signal syscall.Signal }

// Error says it in the words of who sees it: the reader of a pipe that has ended sent no signal.
func (i *interruption) Error() string {
	switch i.signal {
	case syscall.SIGPIPE:
		return "interrupted, as nobody reads the output any more"
	case syscall.SIGHUP:
		return "interrupted, as the terminal was closed"
	default:
		return "interrupted"
	}
}

// Is makes it an errInterrupted.
func (*interruption) Is(target error) bool { return target == errInterrupted }

// interruptedBy is the error of a context that a signal has ended.
func interruptedBy(ctx context.Context) error {
	var by *interruption
	if errors.As(context.Cause(ctx), &by) {
		return by
	}
	return errInterrupted
}

// codeOf is the exit code of a program that a signal ended, as shells have it.
func codeOf(s syscall.Signal) int { return exitSignal + int(s) }

// leftBehind is what an error says besides the interrupt itself: what could not be
// cleaned up, mostly.
func leftBehind(err error) []string {
	var left []string
	for _, line := range strings.Split(apart(err), "\n") {
		if line != "" {
			left = append(left, line)
		}
	}
	return left
}

// apart is the text of those of the joined errors that do not come of the interrupt.
func apart(err error) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok { // only what is joined at this place
		var texts []string
		for _, each := range joined.Unwrap() {
			texts = append(texts, apart(each))
		}
		return strings.Join(texts, "\n")
	}
	if err == nil || errors.Is(err, errInterrupted) || errors.Is(err, context.Canceled) || unread(err) {
		return ""
	}
	return err.Error()
}

// unread reports whether an error comes of writing to an output that nobody reads any more: the end of a pipe, or of a terminal.
func unread(err error) bool {
	var at *fs.PathError
	return errors.As(err, &at) && (errors.Is(at, syscall.EPIPE) || errors.Is(at, syscall.EIO)) && (at.Path == os.Stdout.Name() || at.Path == os.Stderr.Name())
}
