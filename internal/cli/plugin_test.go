package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func programs(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

func TestCalledAs(t *testing.T) {
	dir := programs(t, "gherkind", "other", "kubectl", "kubectl-gherkind")
	for arg, want := range map[string]string{
		"gherkind": "gherkind", "/tmp/go-build12/b001/exe/gherkind": "gherkind", filepath.Join(dir, "gherkind"): "gherkind",
		filepath.Join(dir, "other"): filepath.Join(dir, "other"), "./gherkind": "./gherkind",
		"kubectl-gherkind": "kubectl gherkind", filepath.Join(dir, "kubectl-gherkind"): "kubectl gherkind", "./kubectl-gherkind": "./kubectl-gherkind",
	} {
		if got := strings.Join(calledAs(arg), " "); got != want {
			t.Errorf("%s: %s, want %s", arg, got, want)
		}
	}
}

func TestAPluginWithoutKubectl(t *testing.T) {
	dir := programs(t, "kubectl-gherkind")
	if got := calledAs(filepath.Join(dir, "kubectl-gherkind")); !slices.Equal(got, []string{"kubectl-gherkind"}) {
		t.Errorf("got %q", got)
	}
}

func TestWording(t *testing.T) {
	verbs := newRoot().Commands()
	w := wordingOf("/usr/bin/kubectl-gherkind", verbs)
	for text, want := range map[string]string{
		"gherkind run features":                        "kubectl gherkind run features",
		"type: gherkind cluster up":                    "type: kubectl gherkind cluster up",
		"`gherkind cluster up` starts it":              "`kubectl gherkind cluster up` starts it",
		"\x1b[1mgherkind lint\x1b[0m":                  "\x1b[1mkubectl gherkind lint\x1b[0m",
		"a gherkind cluster of another version":        "a gherkind cluster of another version",
		"gherkind: gherkind grade checks a work":       "gherkind: kubectl gherkind grade checks a work",
		"kubectl gherkind run x":                       "kubectl gherkind run x",
		"gherkind runs scenarios":                      "gherkind runs scenarios",
		"kubectl get namespaces -l gherkind/run=a":     "kubectl get namespaces -l gherkind/run=a",
		"./gherkind run":                               "./gherkind run",
		"the label my.gherkind run":                    "the label my.gherkind run",
		"gherkind --help lists them; see gherkind run": "kubectl gherkind --help lists them; see kubectl gherkind run",
	} {
		if got := w.of(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := wordingOf("/usr/bin/gherkind", verbs).of(text); got != text {
			t.Errorf("as gherkind: %q, want %q", got, text)
		}
	}
}

// TestHelpOfThePlugin: no help text contains a command that users of the plugin do not have.
func TestHelpOfThePlugin(t *testing.T) {
	root := newRoot()
	wordingOf(plugin, root.Commands()).help(root)
	for c, rest := root, root.Commands(); ; c, rest = rest[0], rest[1:] {
		rest = slices.Concat(rest, c.Commands())
		var b bytes.Buffer
		c.SetOut(&b)
		if err := c.Help(); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if w := wordingOf(plugin, root.Commands()); w.of(line) != line {
				t.Errorf("%s --help: %s", c.CommandPath(), line)
			}
		}
		if !strings.Contains(b.String(), "kubectl gherkind") {
			t.Errorf("%s --help names no command: %s", c.CommandPath(), &b)
		}
		if len(rest) == 0 {
			return
		}
	}
}
