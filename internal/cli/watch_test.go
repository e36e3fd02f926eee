package cli

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWatch runs everything, then only what has changed, and not before mistakes are fixed.
func TestWatch(t *testing.T) {
	s := newSandbox(t, threeTries)
	cmd, _ := s.command("run", "--watch")
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan int, 1)
	go func() {
		ended <- exitOf(cmd.Wait())
		writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	until := func(what, want string) {
		t.Helper()
		var seen strings.Builder
		for lines.Scan() {
			text := lines.Text()
			seen.WriteString(text + "\n")
			if strings.HasPrefix(text, what) {
				break
			}
		}
		if !strings.Contains(seen.String(), want) {
			t.Errorf("up to a line %q it does not say %q:\n%s", what, want, seen.String())
		}
	}
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(s.dir, "features", "own.feature"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	until("watching", "3 scenarios: 2 passed, 1 failed")
	save(strings.ReplaceAll(threeTries, "exists within 1s", "exits within 1s"))
	until("watching", "features/own.feature:14")
	save("\n" + strings.ReplaceAll(threeTries, "name: there", "name: here"))
	until("watching", "1 scenario: 1 passed")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, reader); err != nil {
		t.Error(err)
	}
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
}
