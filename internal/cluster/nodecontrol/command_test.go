package nodecontrol

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// localDocker is a docker command whose only container is this machine. As with the real one, a command is not a child process of
// it, and continues when docker exec ends.
func localDocker(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\nshift 2\nsetsid \"$@\" & wait $!\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

func TestACommandOnANodeEndsWithItsStep(t *testing.T) {
	localDocker(t)
	dir := t.TempDir()
	pids := filepath.Join(dir, "pids")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		// A background process in another session belongs to the command, too.
		_, _, err := onNode{container: "node", mark: newMark()}.run(ctx, []string{"sh", "-c",
			"setsid sleep 1000 & echo $! > " + pids + ".new; sleep 1000 & echo $! >> " + pids + ".new; mv " + pids + ".new " + pids + "; wait"})
		done <- err
	}()
	var started []byte
	for len(started) == 0 {
		select {
		case err := <-done:
			t.Fatalf("it ended: %v", err)
		case <-time.After(10 * time.Millisecond):
			started, _ = os.ReadFile(pids) // does not exist yet
		}
	}
	cancel()
	if err := <-done; err == nil {
		t.Error("no error")
	}
	for _, pid := range strings.Fields(string(started)) {
		for end := time.Now().Add(30 * time.Second); runs(pid); { // a killed process takes a moment to disappear
			if time.Now().After(end) {
				t.Fatalf("process %s is still running", pid)
			}
			<-time.After(10 * time.Millisecond)
		}
	}
}

// runs is false for a zombie process.
func runs(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func TestACommandOnANode(t *testing.T) {
	localDocker(t)
	within, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for name, ctx := range map[string]context.Context{"with a deadline": within, "without": t.Context()} {
		out, code, err := onNode{container: "node", mark: newMark()}.run(ctx, []string{"sh", "-c", "echo seen; exit 3"})
		if err != nil || code != 3 || strings.TrimSpace(out) != "seen" {
			t.Errorf("%s: %q, %d, %v", name, out, code, err)
		}
		if _, _, err := (onNode{container: "node", mark: newMark()}).run(ctx, []string{"sh", "-c", "head -c 2000000 /dev/zero"}); err == nil ||
			!strings.Contains(err.Error(), "more than 1024 KiB") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
