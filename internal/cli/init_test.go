package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestWhatInitWritesPasses: a project created in an empty folder passes on the cluster, in each language, and its Go test
// compiles.
func TestWhatInitWritesPasses(t *testing.T) {
	for _, language := range languages() {
		t.Run(language, func(t *testing.T) { initPasses(t, language) })
	}
}

func initPasses(t *testing.T, language string) {
	t.Helper()
	s := newSandbox(t, "")
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(s.dir, "shop")
	for _, args := range [][]string{{"init", "shop", "--go", "--lang", language}, {"run", "--profile", "ci"}} {
		cmd := exec.CommandContext(t.Context(), s.program, args...)
		cmd.Dir, cmd.Env = s.dir, append(os.Environ(), "GHERKIND_CHECKOUT="+checkout)
		if args[0] == "run" {
			cmd.Dir = dir
		}
		out, err := cmd.CombinedOutput()
		if code := exitOf(err); code != exitPassed {
			t.Fatalf("%v: exit code %d\n%s", args, code, out)
		}
		if args[0] == "run" && !bytes.Contains(out, []byte("2 scenarios: 2 passed")) {
			t.Errorf("%s", out)
		}
	}
	vetWithin(t, checkout, filepath.Join(dir, "e2e", "features_test.go"))
}

// vetWithin compiles a test as if it were in a folder of the module without other Go files.
func vetWithin(t *testing.T, module, file string) {
	t.Helper()
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(module, "docs", "features_test.go"): file}})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(name, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "vet", "-overlay", name, "./docs")
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
