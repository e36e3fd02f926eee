package cluster

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// remoteDocker puts a docker command first in the PATH whose daemon has plenty of room and is at the given endpoint. It records
// its calls in the file "asked" of the folder.
func remoteDocker(t *testing.T, endpoint string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	script := `#!/bin/sh
echo "$*" >>` + dir + `/asked
case "$1" in
info) echo '{"ServerVersion":"28.0.1","OSType":"linux","CgroupVersion":"2","MemTotal":1,"DockerRootDir":"/var/lib/docker"}';;
context) echo '{"Name":"x","Endpoints":{"docker":{"Host":"` + endpoint + `"}}}';;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	return dir
}

// TestADaemonOfAnotherMachine: a cluster there could never be reached, so that none is created. The daemon also has too little
// room, which is the error for the other topologies.
func TestADaemonOfAnotherMachine(t *testing.T) {
	reachable := filepath.Join(t.TempDir(), "reachable.yaml")
	if err := os.WriteFile(reachable, []byte("nodes: [{role: control-plane}]\nnetworking: {apiServerAddress: 192.0.2.7}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		endpoint, topology string
		refused            bool
	}{
		"TCP":                         {"tcp://192.0.2.7:2376", "", true},
		"SSH":                         {"ssh://ann@no-such-machine.invalid", "", true},
		"its API server is reachable": {"tcp://192.0.2.7:2376", reachable, false},
		"loopback":                    {"tcp://127.0.0.1:2375", "", false},
		"localhost":                   {"ssh://ann@localhost:22", "", false},
		"every address":               {"tcp://0.0.0.0:2375", "", false},
		"an address of this machine":  {"tcp://" + ownAddress(t) + ":2375", "", false},
		"a socket":                    {"unix:///run/user/1000/docker.sock", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := remoteDocker(t, c.endpoint)
			_, err := Up(t.Context(), Options{Name: "x", StateDir: t.TempDir(), Topology: c.topology})
			if !errors.As(err, new(*EnvironmentError)) {
				t.Fatalf("got %v", err)
			}
			const says = "listens on the loopback address of that machine only"
			if got := strings.Contains(err.Error(), says); got != c.refused {
				t.Errorf("got %v", err)
			}
			asked, err := os.ReadFile(filepath.Join(dir, "asked"))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(asked)) {
				if c.refused && !strings.HasPrefix(line, "info ") && !strings.HasPrefix(line, "context inspect ") {
					t.Errorf("docker %s", line)
				}
			}
		})
	}
}

// ownAddress returns a non-loopback address of this machine, if it has one.
func ownAddress(t *testing.T) string {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && !n.IP.IsLoopback() {
			return n.IP.String()
		}
	}
	return "127.0.0.1"
}
