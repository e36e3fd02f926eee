package outside

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAContainerThatCannotStart: the error quotes Docker's message.
func TestAContainerThatCannotStart(t *testing.T) {
	dir := t.TempDir()
	script := `#!/bin/sh
case "$1" in
version) echo amd64 ;;
inspect) echo sha256:1 ;;
run) echo "network kind not found" >&2; exit 125 ;;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	c := &Container{Cluster: "a", Run: "b", Node: "c", Network: "kind", Cache: t.TempDir()}
	_, _, err := c.Connect(t.Context(), "127.0.0.1:1", false, time.Second)
	if !errors.As(err, new(*Unasked)) || !strings.Contains(err.Error(), "network kind not found") {
		t.Errorf("got %v", err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
