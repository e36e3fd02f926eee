package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completionScript completes a line as bash does: it calls the function that the program has registered. It contains the only
// function required from the package bash-completion, which is not always installed.
const completionScript = `
_get_comp_words_by_ref() {
	cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} cword=$COMP_CWORD words=("${COMP_WORDS[@]}")
}
__ltrim_colon_completions() { :; }
source <(gherkind completion bash) || exit 1
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMP_TYPE=9
compopt() { :; }
__start_gherkind gherkind
printf '%s\n' "${COMPREPLY[@]}"
`

const completedFeature = `@shop
Feature: Shop

  @smoke
  Scenario: It opens
    Then pod "web" is Running
`

const completedKubeconfig = `apiVersion: v1
kind: Config
contexts:
  - {name: staging, context: {cluster: a, user: a}}
  - {name: testing, context: {cluster: a, user: a}}
`

// typist is a folder with an example of everything that can be completed, for completion in bash.
type typist struct {
	t   *testing.T
	dir string
	env []string
}

func newTypist(t *testing.T) typist {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, bin := t.TempDir(), t.TempDir()
	// TestMain runs the program under this name.
	if err := os.Symlink(self, filepath.Join(bin, "gherkind")); err != nil {
		t.Skip(err)
	}
	docker := "#!/bin/sh\necho \"$*\" >>docker.log\nexit 1\n"
	for name, text := range map[string]string{
		"features/shop.feature": completedFeature, "features/deep/a.feature": "Feature: A\n", "k.yaml": completedKubeconfig,
		"gherkind.yaml":          "profiles:\n  ci: {retry: 1}\n  local: {}\n",
		"labs/one/exercise.yaml": "", ".gherkind/runs/3/shop-5.tgz": "", "bin/docker": docker,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil { //nolint:gosec // one is a program
			t.Fatal(err)
		}
	}
	path := strings.Join([]string{bin, filepath.Join(dir, "bin"), os.Getenv("PATH")}, string(filepath.ListSeparator))
	return typist{t, dir, append(os.Environ(), "PATH="+path)}
}

// offered returns what bash offers for the last word.
func (y typist) offered(words ...string) []string {
	y.t.Helper()
	cmd := exec.CommandContext(y.t.Context(), "bash", append([]string{"--norc", "-c", completionScript, "bash"}, words...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = y.dir, y.env, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		y.t.Fatalf("%q: %v", words, err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "  (") // the rest is a description
		if name != "" {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

func TestBashCompletes(t *testing.T) {
	y := newTypist(t)
	for _, c := range []struct{ typed, want string }{
		{"gherkind pre", "preflight"},
		{"gherkind cluster ", "down status up"},
		{"gherkind run --fail", "--fail-fast --failed"},
		{"gherkind run f", "features/"},
		{"gherkind run features/", "features/deep/ features/shop.feature"},
		{"gherkind lint features/shop.feature:", "5"}, // after a colon, bash replaces only the rest of the word
		{"gherkind run --profile ", "ci local"},
		{"gherkind run --tags @s", "@shop @smoke"},
		{"gherkind run --report j", "json: junit:"},
		{"gherkind run --flaky ", "fail warn"},
		{"gherkind run --images ", "auto built published"},
		{"gherkind run --topology h", "ha"},
		{"gherkind run --kubeconfig k.yaml --context ", "staging testing"},
		{"gherkind grade labs/", "labs/one"},
		{"gherkind replay .gherkind/", ".gherkind/runs/3/shop-5.tgz"},
		{"gherkind lint --format s", "sarif"},
		{"gherkind steps --format c", "cucumber"},
		{"gherkind import k", "kuttl"},
		{"gherkind mutate --report s", "sarif:"},
		{"gherkind version ", ""},
	} {
		got := y.offered(strings.Split(c.typed, " ")...)
		if slices.Sort(got); strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.typed, strings.Join(got, " "), c.want)
		}
	}
}

// TestNoDockerNoNames: if Docker does not answer, nothing is offered, and nothing is printed into the command line.
func TestNoDockerNoNames(t *testing.T) {
	y := newTypist(t)
	if got := y.offered("gherkind", "cluster", "status", "--name", ""); len(got) > 0 {
		t.Errorf("offered %q", got)
	}
	if log, err := os.ReadFile(filepath.Join(y.dir, "docker.log")); err != nil || !strings.Contains(string(log), "ps") {
		t.Errorf("Docker was not asked: %s %v", log, err)
	}
}

// TestEveryValueIsOffered: whoever adds a flag must decide whether its values are known.
func TestEveryValueIsOffered(t *testing.T) {
	anything := []string{ // values that are unknown, and files, which the shell completes
		"action-timeout", "allow-changes", "allow-setup-in", "attempt", "baseline", "budget", "cluster-tag", "cpu", "extract", "feature", "hash", "kubeconfig", "line", "listen", "log", "max-warnings",
		"min-score", "namespace", "node-image", "operators", "parallel", "registry", "repeat", "results", "retry", "roster", "runner-image", "runners", "scenario-timeout", "settle", "setup-name", "shard", "shard-times",
		"since", "start", "state", "step-timeout", "student", "submission", "submitted", "tokens", "url", "user", "value",
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() == "bool" {
				return
			}
			if known := valuesOf(c, f.Name) != nil; known == slices.Contains(anything, f.Name) {
				t.Errorf("%s --%s: its values are offered: %t", c.CommandPath(), f.Name, known)
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot())
}
