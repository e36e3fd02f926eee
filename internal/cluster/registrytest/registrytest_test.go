package registrytest

import (
	"os/exec"
	"strings"
	"testing"
)

// TestTheCommandHasNoRegistry: only tests link the registry.
func TestTheCommandHasNoRegistry(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "github.com/gherkind/gherkind/cmd/gherkind").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"go-containerregistry", "cluster/registrytest"} {
		if strings.Contains(string(out), part) {
			t.Errorf("the command is linked with %s", part)
		}
	}
}
