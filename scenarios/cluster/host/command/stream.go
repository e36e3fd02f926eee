package command

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"runtime"
)

// Stream is a running program with its standard input and output. The caller must read Out to its end, and call Wait.
type Stream struct {
	In  io.WriteCloser // the program's standard input
	Out io.Reader      // its standard output; ends with the program

	kill func()
	over chan struct{}
	err  error // set before over is closed
}

// Stream starts the program. It continues when ctx ends; see Kill.
func (c Cmd) Stream(ctx context.Context) (*Stream, error) {
	within, kill := context.WithCancel(context.WithoutCancel(ctx))
	cmd := c.prepare(within)
	out, prints := io.Pipe()
	cmd.Stdout = prints
	said := &tail{limit: maxTail}
	cmd.Stderr = said
	in, err := cmd.StdinPipe()
	if err != nil {
		kill()
		return nil, &Error{Command: c.String(), Err: err}
	}
	s := &Stream{In: in, Out: out, over: make(chan struct{})}
	s.kill = func() { kill(); _ = out.CloseWithError(errors.New("it was ended")) }
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // for as long as the program runs: for the parent-death signal, see Output
		defer runtime.UnlockOSThread()
		defer kill()
		err := cmd.Start()
		started <- err
		if err == nil {
			s.end(c, cmd, prints, said)
		}
	}()
	if err := <-started; err != nil {
		return nil, &Error{Command: c.String(), Err: err}
	}
	return s, nil
}

func (s *Stream) end(c Cmd, cmd *exec.Cmd, prints *io.PipeWriter, said *tail) {
	if err := cmd.Wait(); err != nil {
		s.err = &Error{Command: c.String(), Said: said.String(), Err: err}
	}
	_ = prints.CloseWithError(s.err) // never fails; nil means the end
	close(s.over)
}

// Kill kills the program with everything that it has started.
func (s *Stream) Kill() { s.kill() }

// Wait returns when the program has ended; with an *Error if it failed.
func (s *Stream) Wait() error {
	<-s.over
	return s.err
}
