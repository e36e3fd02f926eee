package remote

import (
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestNobodyGotIt: a request may be sent again only if nc could not connect. What ends a connection afterwards has the same exit
// code, and somebody may have the request.
func TestNobodyGotIt(t *testing.T) {
	for stderr, want := range map[string]bool{
		"nc: can't connect to remote host (10.96.0.7): Connection refused\n": true,
		"nc: bad address 'wbe'\n":              true,
		"nc: read: Connection reset by peer\n": false,
		"nc: write: Broken pipe\n":             false,
		"":                                     false,
	} {
		if got := couldNotConnect(kube.ExecResult{ExitCode: 1, Stderr: stderr}); got != want {
			t.Errorf("%q: %v", stderr, got)
		}
	}
	if couldNotConnect(kube.ExecResult{ExitCode: 143, Stderr: "nc: can't connect"}) {
		t.Error("it was ended")
	}
}
