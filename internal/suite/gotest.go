package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// stage is one call of go test.
type stage struct {
	name   string
	dir    string
	env    []string
	shown  bool // show the start and the end of each test
	beside bool // packages run in parallel: the output names the package of each test
}

// label returns the displayed name of a test.
func (s stage) label(id testID) string {
	if s.beside {
		return short(id.pkg) + ": " + id.test
	}
	return id.test
}

// event is an event of go test -json; see go doc test2json.
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64 // in seconds
	Output  string
	Key     string // of an attribute
	Value   string
}

// goTest runs go test. A failed test is recorded in the results, and not an error.
func (r *results) goTest(ctx context.Context, s stage, args []string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = s.dir, append(os.Environ(), s.env...), os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = time.Minute
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("read from go test: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start go test: %w", err)
	}
	readErr := r.read(s, out)
	err = cmd.Wait()
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		r.bad, err = true, nil // also if no test failed, for example because of a compile error
	}
	return errors.Join(readErr, err)
}

func (r *results) read(s stage, out io.Reader) error {
	decoder := json.NewDecoder(out)
	for {
		var e event
		err := decoder.Decode(&e)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			_, drained := io.Copy(io.Discard, out)
			return errors.Join(fmt.Errorf("read what go test writes: %w", err), drained)
		}
		r.take(s, e)
	}
}
