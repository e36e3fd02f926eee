package steps

import (
	"strings"
	"testing"
)

func TestSandbox(t *testing.T) {
	for name, c := range map[string]struct {
		sandbox         sandbox
		oldest, network string // what is wrong; empty if nothing is
	}{
		"as it should be": {sandbox{1, "net:[7]", []sandboxed{{"app", 2, "net:[7]"}, {"done", 3, ""}}}, "", ""},
		"a container before it": {sandbox{5, "net:[7]", []sandboxed{{"app", 4, "net:[7]"}}},
			`container "app" is older`, ""},
		"a network of its own": {sandbox{1, "net:[7]", []sandboxed{{"app", 2, "net:[7]"}, {"rogue", 3, "net:[9]"}}},
			"", `container "rogue" is in net:[9], the pause container in net:[7]`},
		"nothing runs": {sandbox{1, "net:[7]", []sandboxed{{"app", 2, ""}}}, "", "none of its containers runs"},
	} {
		check(t, name+": oldest", c.sandbox.isOldest(), c.oldest)
		check(t, name+": network", c.sandbox.holdsNetwork(), c.network)
	}
}

// check compares an error with a part of its text; "" means no error.
func check(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", what, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got %v, want %q", what, err, want)
	}
}
