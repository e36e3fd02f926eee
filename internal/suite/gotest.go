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
	shown  bool // each test is, when it begins and ends
	beside bool // packages run beside each other: what is shown of a test names its package
}

// label names a test where it is shown.
func (s stage) label(id testID) string {
	if s.beside {
		return short(id.pkg) + ": " + id.test
	}
	return id.test
}

// event is what go test -json writes; see go doc test2json.
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64 // seconds
	Output  string
	Key     string // of an attribute
	Value   string
}

// goTest runs go test. A test that fails is in the results, and no error.
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
		r.bad, err = true, nil // also where no test says why, as when something cannot be built
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
