//go:build unix

package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestTheEnvironmentOfACommand: it is that of gherkind, with a kubeconfig that is deleted with the command.
func TestTheEnvironmentOfACommand(t *testing.T) {
	t.Setenv("GHERKIND_TEST_OWN", "kept")
	file := filepath.Join(t.TempDir(), "config")
	const config = "{apiVersion: v1, kind: Config, current-context: c, clusters: [{name: c, cluster: {server: 'https://one.example'}}], " +
		"users: [{name: u, user: {}}], contexts: [{name: c, context: {cluster: c, user: u}}]}"
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Shell{&cluster.Cluster{KubeconfigPath: file, Context: "c"}}
	r, err := s.Run(t.Context(), "gk-a", `echo "$NAMESPACE $GHERKIND_TEST_OWN $KUBECONFIG"; grep namespace "$KUBECONFIG"; exit 3`)
	lines := strings.Split(strings.TrimSpace(r.Stdout), "\n")
	if err != nil || r.ExitCode != 3 || len(lines) != 2 || !strings.HasPrefix(lines[0], "gk-a kept ") || strings.TrimSpace(lines[1]) != "namespace: gk-a" {
		t.Fatalf("got %+v, %v", r, err)
	}
	if _, err := os.Stat(strings.Fields(lines[0])[2]); !os.IsNotExist(err) {
		t.Errorf("its kubeconfig is left: %v", err)
	}
	r, err = s.Run(t.Context(), "gk-a", "head -c 2000000 /dev/zero")
	if err != nil || !r.Cut || len(r.Stdout) != kube.OutputLimit {
		t.Errorf("%d bytes are kept, %v", len(r.Stdout), err)
	}
}
