package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// toys is a module with tests of every kind.
var toys = map[string]string{
	"go.mod":         "module toys\n\ngo 1.26\n",
	"good/g_test.go": "package good\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) { t.Log(\"not shown\") }\n",
	"live/l_test.go": `package live

import (
	"os"
	"testing"
)

func TestQuick(t *testing.T) {}

func TestLive(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a cluster")
	}
	t.Attr("live", "a twin: its manifest has changed")
	t.Run("part", func(t *testing.T) { t.Log("prove=" + os.Getenv("GHERKIND_PROVE")) })
}
`,
}

func toysWith(t *testing.T, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, files := range []map[string]string{toys, more} {
		for name, text := range files {
			file := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// tested runs both stages on the toy module, like make test.
func tested(t *testing.T, dir string) (*results, string) {
	t.Helper()
	var out strings.Builder
	r := newResults(&out)
	ctx := context.WithoutCancel(t.Context())
	if err := r.goTest(ctx, stage{name: "unit", dir: dir}, []string{"-short", "./..."}); err != nil {
		t.Fatal(err)
	}
	if packages, names := r.leftOut(); len(packages) > 0 {
		args := append([]string{"-run", names}, packages...)
		if err := r.goTest(ctx, stage{name: "live", dir: dir, shown: true, env: []string{"GHERKIND_PROVE=1"}}, args); err != nil {
			t.Fatal(err)
		}
	}
	r.summary()
	return r, out.String()
}

func TestAllIsWell(t *testing.T) {
	r, out := tested(t, toysWith(t, nil))
	if r.bad {
		t.Error("it is bad")
	}
	mustHave(t, out, "ok  \ttoys/good\t", "ok  \ttoys/live\t", "begins: TestLive", "pass: TestLive/part",
		"live: a twin: its manifest has changed", "run live, because no recording decides", "the 10 slowest tests", "4 tests passed, 0 failed, 1 skipped")
	for _, hidden := range []string{"not shown", "prove=", "=== RUN", "FAIL", "begins: TestQuick"} {
		if strings.Contains(out, hidden) {
			t.Errorf("it has %q:\n%s", hidden, out)
		}
	}
}

// TestFailures: every kind of failure is shown, and makes the result bad.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a test": {"func TestBad(t *testing.T) { t.Run(\"part\", func(t *testing.T) { t.Log(\"before\"); t.Error(\"not so\") }) }",
			[]string{"before", "not so", "--- FAIL: TestBad/part", "FAIL\ttoys/bad\t", "failed: toys/bad: TestBad/part"}},
		"a panic":           {"func TestBad(t *testing.T) { t.Log(\"before\"); panic(\"oh\") }", []string{"before", "panic: oh", "FAIL\ttoys/bad\t"}},
		"an exit":           {"func TestBad(t *testing.T) { os.Exit(3) }", []string{"FAIL\ttoys/bad\t"}},
		"a build":           {"func TestBad(t *testing.T) { undefined() }", []string{"undefined: undefined", "FAIL\ttoys/bad [build failed]"}},
		"no test at all":    {"func TestBad() {}", []string{"wrong signature", "FAIL\ttoys/bad"}},
		"what is no Go":     {"func", []string{"FAIL\ttoys/bad"}},
		"before every test": {"func init() { os.Exit(1) }", []string{"FAIL\ttoys/bad\t", "failed: toys/bad: see its output above"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "package bad\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nvar _ = os.Exit\nvar _ *testing.T\n\n" + c.text + "\n"
			r, out := tested(t, toysWith(t, map[string]string{"bad/b_test.go": text}))
			if !r.bad {
				t.Error("the result is not bad")
			}
			mustHave(t, out, append(c.want, "ok  \ttoys/live\t", "\nFAIL\n")...)
		})
	}
}

func TestUsage(t *testing.T) {
	if code := run(t.Context(), []string{"everything"}); code != 2 {
		t.Errorf("an unknown word: exit code %d", code)
	}
}

func mustHave(t *testing.T, out string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(out, part) {
			t.Errorf("it lacks %q:\n%s", part, out)
		}
	}
}
