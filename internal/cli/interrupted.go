package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// errInterrupted means that the run was ended by a signal and has cleaned up.
var errInterrupted = errors.New("interrupted")

// interruption is the signal that ended the program. It is an errInterrupted.
type interruption struct{ signal syscall.Signal }

// Error describes the signal from the user's point of view: if the reader of a pipe has ended, nobody sent a signal.
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

// Is makes the error an errInterrupted.
func (*interruption) Is(target error) bool { return target == errInterrupted }

// interruptedBy returns the error of a context that a signal has ended.
func interruptedBy(ctx context.Context) error {
	var by *interruption
	if errors.As(context.Cause(ctx), &by) {
		return by
	}
	return errInterrupted
}

// codeOf returns the exit code of a program that was ended by a signal, as in shells.
func codeOf(s syscall.Signal) int { return exitSignal + int(s) }

// leftBehind returns the errors other than the interrupt itself, mostly what could not be cleaned up.
func leftBehind(err error) []string {
	var left []string
	for _, line := range strings.Split(apart(err), "\n") {
		if line != "" {
			left = append(left, line)
		}
	}
	return left
}

// apart returns the text of those joined errors that were not caused by the interrupt.
func apart(err error) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok { // only errors that were joined here
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

// unread reports whether an error was caused by writing to an output without a reader: a closed pipe or terminal.
func unread(err error) bool {
	var at *fs.PathError
	return errors.As(err, &at) && (errors.Is(at, syscall.EPIPE) || errors.Is(at, syscall.EIO)) && (at.Path == os.Stdout.Name() || at.Path == os.Stderr.Name())
}
