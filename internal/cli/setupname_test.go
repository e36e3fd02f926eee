//go:build unix

package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/proving"
)

// settled is a project on an external cluster, with a namespace and a ConfigMap in it as its set-up.
func settled(t *testing.T, name string) *sandbox {
	t.Helper()
	s := newProject(t, "Feature: Own\n  Scenario: It is there\n    Then configmap \""+name+"/"+name+"\" exists\n", "gherkind-test-same")
	s.write("gherkind.yaml", "setup: [{manifests: own.yaml, namespace: "+name+"}]\n")
	s.write("own.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "+name+"}\n")
	return s
}

// TestSetUpOfAnotherProject: if the folders of two projects have the same name, the second project does not replace what the
// first has kept on an external cluster, unless it has a name of its own.
func TestSetUpOfAnotherProject(t *testing.T) {
	proving.Only(t, "it makes and removes three set-ups")
	kubeconfig, err := filepath.Abs("../../.gherkind/gherkind.kubeconfig")
	if err != nil {
		t.Fatal(err)
	}
	first, second := settled(t, "gherkind-test-first"), settled(t, "gherkind-test-second")
	first.runs("✓ Set-up", "--kubeconfig", kubeconfig, "--keep-setup")
	defer first.runs("", "--kubeconfig", kubeconfig) // without keep-setup, so that it is removed
	cmd, out := second.command("run", "--kubeconfig", kubeconfig)
	code := exitOf(cmd.Run())
	for _, want := range []string{`the set-up "gherkind-test-same" in this cluster is of another project`, "setup-name"} {
		if code == exitPassed || !strings.Contains(out.String(), want) {
			t.Errorf("exit code %d, want the output to contain %q\n%s", code, want, out)
		}
	}
	second.runs("✓ Set-up", "--kubeconfig", kubeconfig, "--setup-name", "gherkind-test-second")
	again := first.runs("", "--kubeconfig", kubeconfig, "--keep-setup")
	if strings.Contains(again, "is not as the set-up has left it") {
		t.Errorf("the first project's set-up was not left as it was:\n%s", again)
	}
}
