package outside

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
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

// TestAContainerThatEndsAtOnceIsStartedAgain: docker run may end without a word on a busy machine.
func TestAContainerThatEndsAtOnceIsStartedAgain(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the program of the container is for Linux, and runs on this machine here")
	}
	dir := t.TempDir()
	script := `#!/bin/sh
case "$1" in
version) echo ` + runtime.GOARCH + ` ;;
inspect) echo sha256:1 ;;
run)
  [ -e DIR/before ] || { touch DIR/before; exit 0; }
  for size; do :; done
  head -c "$size" > DIR/relay && chmod 700 DIR/relay && exec DIR/relay ;;
esac
`
	script = strings.ReplaceAll(script, "DIR", dir)
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	there, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	c := &Container{Cluster: "a", Run: "b", Node: "c", Network: "kind", Cache: t.TempDir()}
	conn, _, err := c.Connect(t.Context(), there.Addr().String(), false, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(conn.Close(), c.Close(t.Context())); err != nil {
		t.Error(err)
	}
}
