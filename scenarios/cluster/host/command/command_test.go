package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestOutputIsStandardOutputOnly(t *testing.T) {
	got, err := New("sh", "-c", "echo out; echo err >&2").Output(t.Context())
	if err != nil || got != "out\n" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestLinesOfStandardError(t *testing.T) {
	var got []string
	cmd := New("sh", "-c", "echo out; printf 'one\\ntw' >&2; printf 'o\\nrest' >&2")
	cmd.Line = func(line string) { got = append(got, line) }
	if err := cmd.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, "|") != "one|two" {
		t.Fatalf("got %q", got)
	}
}

func TestLinesOfStandardOutput(t *testing.T) {
	var got []string
	cmd := New("sh", "-c", "echo err >&2; printf 'one\ntw'; printf 'o\nrest'")
	cmd.OutLine = func(line string) { got = append(got, line) }
	out, err := cmd.Output(t.Context())
	if err != nil || out != "one\ntwo\nrest" || strings.Join(got, "|") != "one|two" {
		t.Fatalf("got %q, %q, %v", got, out, err)
	}
}

func TestErrorQuotesTheEndOfBothStreams(t *testing.T) {
	err := New("sh", "-c", "echo one; echo two >&2; exit 3").Run(t.Context())
	var failed *Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %T: %v", err, err)
	}
	for _, want := range []string{"run sh -c", "exit status 3", "one", "two"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

func TestLongOutputIsCutAtALine(t *testing.T) {
	tl := &tail{limit: 10}
	for _, s := range []string{"first line\n", "second\n", "x\n"} {
		if _, err := tl.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	if got := tl.String(); got != "second\nx" && got != "x" {
		t.Fatalf("got %q", got)
	}
	if strings.Contains(tl.String(), "first") {
		t.Fatal("more than the limit was kept")
	}
}

func TestFullDiskIsRecognised(t *testing.T) {
	err := New("sh", "-c", "echo 'write x: No space left on device' >&2; exit 1").Run(t.Context())
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("not ENOSPC: %v", err)
	}
	if errors.Is(New("false").Run(t.Context()), syscall.ENOSPC) {
		t.Fatal("any failure is recognised as a full disk")
	}
}

func TestEndOfContextKillsGrandchildren(t *testing.T) {
	pidfile := filepath.Join(t.TempDir(), "pid")
	stop := errors.New("stop now")
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- New("sh", "-c", "sleep 1000 & echo $! > "+pidfile+"; wait").Run(ctx)
	}()
	pid := waitForFile(t, pidfile)
	cancel(stop)
	if err := <-done; !errors.Is(err, stop) {
		t.Fatalf("got %v", err)
	}
	for alive(pid) {
		select {
		case <-t.Context().Done():
			t.Fatal("the grandchild is still running")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// alive is false for a zombie, too: it may have no parent that waits for it.
func alive(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func waitForFile(t *testing.T, path string) string {
	t.Helper()
	for {
		if b, err := os.ReadFile(path); err == nil && strings.HasSuffix(string(b), "\n") {
			return strings.TrimSpace(string(b))
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the program did not start")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestNotFound(t *testing.T) {
	if err := New("gherkind-no-such-program").Run(t.Context()); !NotFound(err) {
		t.Fatalf("got %v", err)
	}
	if NotFound(New("false").Run(t.Context())) {
		t.Fatal("NotFound is true for a program that is installed")
	}
}

func TestFirstLineEndsTheProgram(t *testing.T) {
	began := time.Now()
	line, err := New("sh", "-c", "echo one; sleep 60").FirstLine(t.Context())
	if err != nil || line != "one" {
		t.Errorf("got %q, %v", line, err)
	}
	if time.Since(began) > 30*time.Second {
		t.Error("it waited until the program ended by itself")
	}
}

func TestFirstLineOfAProgramThatSaysNothing(t *testing.T) {
	var failed *Error
	if _, err := New("sh", "-c", "echo trouble >&2; exit 3").FirstLine(t.Context()); !errors.As(err, &failed) || !strings.Contains(err.Error(), "trouble") {
		t.Errorf("got %v", err)
	}
	if _, err := New("true").FirstLine(t.Context()); !errors.As(err, &failed) {
		t.Errorf("a program without output: got %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := New("sleep", "60").FirstLine(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after the timeout: got %v", err)
	}
}
