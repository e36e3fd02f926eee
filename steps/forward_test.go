package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/remote"
)

func TestInnermostIsTheConnectionsOwnError(t *testing.T) {
	long := `error forwarding port 80 to pod 1ab2: failed to connect to localhost:80 inside namespace "1ab2", IPv4: dial tcp4 127.0.0.1:80: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found`
	if got := remote.Innermost("nothing of the kind"); got != "nothing of the kind" {
		t.Errorf("got %q", got)
	}
	if got := remote.Innermost(long); !strings.HasPrefix(got, "dial tcp4 127.0.0.1:80: connect: connection refused") {
		t.Errorf("got %q", got)
	}
}
