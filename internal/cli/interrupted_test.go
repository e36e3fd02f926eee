package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// After an interrupt, what could not be cleaned up is printed, but not the interrupt itself.
func TestLeftBehind(t *testing.T) {
	canceled := fmt.Errorf("list pods: %w", context.Canceled)
	left := errors.New("remove namespace gk-1: it is still there")
	for _, c := range []struct {
		err  error
		want []string
	}{
		{errInterrupted, nil},
		{canceled, nil},
		{fmt.Errorf("write the report: %w", &fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.EIO}), nil}, // the terminal was closed
		{errors.Join(errInterrupted, canceled), nil},
		{errors.Join(errInterrupted, errors.Join(canceled, left)), []string{left.Error()}},
		{errors.Join(errInterrupted, &cluster.EnvironmentError{Doing: "delete the half-made cluster", Err: left}),
			[]string{(&cluster.EnvironmentError{Doing: "delete the half-made cluster", Err: left}).Error()}},
	} {
		if got := leftBehind(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
		if got := exitCode(errors.Join(errInterrupted, c.err)); got != exitInterrupted {
			t.Errorf("%v: exit code %d", c.err, got)
		}
	}
}
