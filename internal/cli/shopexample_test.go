//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/proving"
)

// TestShopExample: the features of examples/shop pass on the cluster.
func TestShopExample(t *testing.T) {
	proving.Only(t, "make prove runs the example")
	s := newSandbox(t, "")
	s.dir = filepath.Join(s.dir, "shop")
	if err := os.CopyFS(s.dir, os.DirFS("../../examples/shop")); err != nil {
		t.Fatal(err)
	}
	cmd, out := s.command("run")
	if code := exitOf(cmd.Run()); code != exitPassed || !strings.Contains(out.String(), "5 passed") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
