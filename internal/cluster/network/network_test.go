package network

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// dockerWithNetwork fakes a docker command with a network, whose ID is in a file, and containers that use it.
func dockerWithNetwork(t *testing.T, id, users string) (file string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	file = filepath.Join(dir, "id")
	script := "#!/bin/sh\ncase \"$1 $2\" in\n'network ls') cat " + file + " 2>/dev/null;;\n'network rm') rm " + file + ";;\n'ps --all') echo '" + users + "';;\nesac\ntrue\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	setNetwork(t, file, id)
	return file
}

func setNetwork(t *testing.T, file, id string) {
	t.Helper()
	if id == "" {
		return
	}
	if err := os.WriteFile(file, []byte(id+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyOurOwnUnusedNetworkIsRemoved(t *testing.T) {
	for name, c := range map[string]struct {
		before, users string
		again         string // the network at the time of clean-up
		left          bool
	}{
		"made by us":                    {"", "", "a", false},
		"made by us, used by others":    {"", "somebodys-node", "a", true},
		"it was there before":           {"a", "", "a", true},
		"ours went, and others made it": {"", "", "b", true},
	} {
		t.Run(name, func(t *testing.T) {
			file := dockerWithNetwork(t, c.before, c.users)
			err := Note(t.Context(), func(context.Context) error {
				setNetwork(t, file, "a")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			setNetwork(t, file, c.again)
			if err := Remove(t.Context(), quiet{}); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(file); (err == nil) != c.left {
				t.Errorf("left: %t", err == nil)
			}
		})
	}
}

type quiet struct{}

func (quiet) Step(string) {}
func (quiet) Done(string) {}
func (quiet) Info(string) {}
