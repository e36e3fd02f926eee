//go:build unix

package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestResult(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want Result
	}{
		"it succeeds":         {"echo a; echo b >&2", Result{0, "a\n", "b\n", false}},
		"it fails":            {"echo a; exit 7", Result{7, "a\n", "", false}},
		"it ends by a signal": {"kill -9 $$", Result{Code: 137}},
		"it prints much":      {"head -c 3000 /dev/zero | tr '\\0' x", Result{0, strings.Repeat("x", 2048), "", true}},
		"it is told nothing":  {"cat", Result{}},
	} {
		cmd := New("sh", "-c", c.line)
		cmd.Limit = 2048
		if got, err := cmd.Result(t.Context()); err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if _, err := New("gherkind-test-no-such-program").Result(t.Context()); err == nil {
		t.Error("no error for a program that does not exist")
	}
}

// TestNothingIsLeft: child processes of a program are killed, both when it ends and when it is aborted. A surviving process would
// hold the pipe open.
func TestNothingIsLeft(t *testing.T) {
	for name, line := range map[string]string{
		"it has ended":    `exec 3>"$1"; sleep 600 >/dev/null 2>&1 & echo started`,
		"it is given up":  `exec 3>"$1"; sleep 600 & wait`,
		"it ignores TERM": `exec 3>"$1"; trap "" TERM INT HUP; (trap "" TERM INT HUP; sleep 600) & wait`,
	} {
		pipe := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := New("sh", "-c", line, "sh", pipe).Result(ctx)
			ended <- err
		}()
		reader, err := os.Open(pipe) // returns when the program has opened it
		if err != nil {
			t.Fatal(err)
		}
		if name == "it has ended" {
			if err := <-ended; err != nil {
				t.Errorf("%s: %v", name, err)
			}
			cancel()
		} else {
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if _, err := io.ReadAll(reader); err != nil { // returns when no process has it open
			t.Error(err)
		}
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	}
}
