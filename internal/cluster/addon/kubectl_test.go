package addon

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakeDocker puts a docker command first in the PATH that runs the given script, in which $n is the number of the call. The
// returned function returns the number of calls.
func fakeDocker(t *testing.T, script string) (calls func() int) {
	t.Helper()
	dir := t.TempDir()
	count := filepath.Join(dir, "calls")
	text := "#!/bin/sh\necho >> " + count + "\nn=$(wc -l < " + count + ")\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() int {
		data, _ := os.ReadFile(count)
		return strings.Count(string(data), "\n")
	}
}

const silentHook = `echo 'Error from server (InternalError): Internal error occurred: failed calling webhook "x": connection refused' >&2; exit 1`

func TestASilentWebhookIsTriedAgain(t *testing.T) {
	calls := fakeDocker(t, `[ $n -lt 3 ] || exit 0; `+silentHook)
	if err := (Kubectl{}).ApplyBehindWebhook(t.Context(), "x"); err != nil || calls() != 3 {
		t.Errorf("%d calls, %v", calls(), err)
	}
}

func TestARefusalOfAWebhookIsFinal(t *testing.T) {
	calls := fakeDocker(t, `echo 'admission webhook "x" denied the request: overlap' >&2; exit 1`)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := (Kubectl{}).ApplyBehindWebhook(ctx, "x"); err == nil || calls() != 1 || !strings.Contains(err.Error(), "overlap") {
		t.Errorf("%d calls, %v", calls(), err)
	}
}

func TestASilentWebhookIsGivenUp(t *testing.T) {
	fakeDocker(t, silentHook)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := (Kubectl{}).ApplyBehindWebhook(ctx, "x")
	if err == nil || !strings.Contains(err.Error(), "failed calling webhook") && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
