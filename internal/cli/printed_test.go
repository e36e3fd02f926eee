package cli

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
)

// TestErrorsAreNotObeyed: control characters in a bundle, a path or a response are not sent to the terminal.
func TestErrorsAreNotObeyed(t *testing.T) {
	_, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: "no\x1b]0;pwned\x07such.tgz"})
	if err == nil {
		t.Fatal("a bundle that does not exist was replayed")
	}
	if text := said(nil, err.Error()); strings.ContainsAny(text, "\x1b\x07") || !strings.Contains(text, `no\x1b]0;pwned\x07such.tgz`) {
		t.Errorf("printed %q", text)
	}
}
