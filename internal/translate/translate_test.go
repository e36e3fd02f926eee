package translate

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder writes files, by name, into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "e2e")
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// says translates the files, and checks that the features and what is listed contain the lines in this order. A line that begins with "!"
// must not be there.
func says(t *testing.T, tool func(string) (*Suite, error), files map[string]string, lines ...string) {
	t.Helper()
	suite, err := tool(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, note := range suite.Notes {
		got += note.String() + "\n"
	}
	for _, c := range suite.Cases {
		got += c.feature()
	}
	at := 0
	for _, line := range lines {
		if never, ok := strings.CutPrefix(line, "!"); ok {
			if strings.Contains(got, never) {
				t.Errorf("%q is in\n%s", never, got)
			}
			continue
		}
		next := strings.Index(got[at:], line)
		if next < 0 {
			t.Errorf("no %q, or not in this order, in\n%s", line, got)
			continue
		}
		at += next
	}
}

func chainsawTest(operations string) string {
	return "apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: t}\nspec:\n  steps:\n  - try:\n" + operations
}

// TestChainsawOperations: each operation becomes its step, or is listed.
func TestChainsawOperations(t *testing.T) {
	const pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}"
	for name, c := range map[string]struct{ operation, want string }{
		"a custom resource": {"    - assert: {resource: {apiVersion: stable.example.com/v1, kind: CronTab, metadata: {name: tab}}}\n", `Then crontab.stable.example.com "tab" exists`},
		"another namespace": {"    - apply: {resource: {apiVersion: v1, kind: Namespace, metadata: {name: other}}}\n" +
			"    - assert: {resource: {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: other}}}\n", `Then pod "other/web" exists`},
		"its own namespace":        {"    - assert: {resource: {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: ($namespace)}}}\n", `Then pod "web" exists`},
		"no name":                  {"    - assert: {resource: {apiVersion: v1, kind: Pod, metadata: {labels: {app: web}}}}\n", "e2e/chainsaw-test.yaml:7: an assertion about any Pod"},
		"labels of a named object": {"    - assert: {resource: {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}}}\n", "metadata: {labels: {app: web}}"},
		"an expression":            {"    - assert: {resource: " + pod + ", (x): 1}}\n", "an expression of Chainsaw"},
		"an expression in a value": {"    - apply: {resource: " + pod + ", spec: {x: \"(join('a', 'b'))\"}}}\n", "a manifest with (join('a', 'b'))"},
		"an iteration":             {"    - assert: {resource: " + pod + ", spec: {~.containers: {x: 1}}}}\n", "~.containers"},
		"an error":                 {"    - error: {resource: " + pod + ", status: {phase: Failed}}}\n", `Then pod "web" does not match:`},
		"an error, a name":         {"    - error: {resource: " + pod + "}}\n", `Then pod "web" does not exist`},
		"labels to delete": {"    - apply: {resource: {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web, tier: a}}}}\n" +
			"    - delete: {ref: {apiVersion: v1, kind: Pod, labels: {app: web, tier: a}}}\n", `And every pod labelled "app=web,tier=a" is deleted`},
		"nothing to delete": {"    - delete: {ref: {apiVersion: v1, name: x}}\n", "a deletion: it names no object and no labels"},
		"a patch":           {"    - patch: {resource: " + pod + ", spec: {x: 1}}}\n", `Given pod "web" is patched with this merge patch:`},
		"a condition that is false": {"    - wait: {apiVersion: v1, kind: Pod, name: web, for: {condition: {name: Ready, value: 'false'}}}\n",
			`Then pod "web" has the condition "Ready" with status False`},
		"a path": {"    - wait: {apiVersion: v1, kind: Pod, name: web, for: {jsonPath: {path: '{.status.phase}', value: Running}}}\n",
			`Then pod "web" has "Running" at "{.status.phase}"`},
		"a deletion to wait for": {"    - wait: {apiVersion: v1, kind: Pod, name: web, for: {deletion: {}}, timeout: 90s}\n", `Then pod "web" does not exist within 1m30s`},
		"a wait for the unknown": {"    - wait: {apiVersion: v1, kind: Pod, name: web, for: {condition: {name: Ready, value: Unknown}}}\n", "what it waits for is not known"},
		"a dry run":              {"    - apply: {dryRun: true, resource: " + pod + "}}\n", "apply: dryRun: there is no equivalent"},
		"another cluster":        {"    - assert: {cluster: other, resource: " + pod + "}}\n", "assert: cluster: a scenario uses one cluster"},
		"another test":           {"    - sleep: {duration: 1s}\n---\n" + chainsawTest("    - sleep: {duration: 1s}\n"), "another test in the same file"},
		"what is new":            {"    - teleport: {}\n", "teleport: there is no equivalent"},
		"a file of the internet": {"    - apply: {file: 'https://example.invalid/x.yaml'}\n", "it is not on this machine"},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, Chainsaw, map[string]string{"chainsaw-test.yaml": chainsawTest(c.operation)}, c.want)
		})
	}
}

// TestASkippedTest: a test that the tool does not run becomes no scenario.
func TestASkippedTest(t *testing.T) {
	text := strings.Replace(chainsawTest("    - assert: {resource: {apiVersion: v1, kind: Pod, metadata: {name: web}}}\n"), "spec:\n", "spec:\n  skip: true\n", 1)
	suite, err := Chainsaw(folder(t, map[string]string{"chainsaw-test.yaml": text}))
	if err != nil {
		t.Fatal(err)
	}
	if got := suite.Skipped(); len(suite.Files()) > 0 || len(got) != 1 || got[0].What != "a test that is skipped" {
		t.Errorf("got %v, %v", suite.Files(), got)
	}
}

// TestATestWithoutAssertions: a scenario without a check says that it proves little.
func TestATestWithoutAssertions(t *testing.T) {
	suite, err := KUTTL(folder(t, map[string]string{"only/00-install.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := suite.Skipped(); len(got) != 1 || got[0].What != "a test without an assertion" {
		t.Errorf("got %v", got)
	}
}

// TestOrderOfKUTTL: deletions come before manifests, and files of later steps after those of earlier ones, whatever their names.
func TestOrderOfKUTTL(t *testing.T) {
	const cm = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	suite, err := KUTTL(folder(t, map[string]string{
		"t/10-last.yaml":     strings.Replace(cm, "name: a", "name: b", 1),
		"t/10-assert.yaml":   strings.Replace(cm, "name: a", "name: b", 1),
		"t/9-delete.yaml":    "apiVersion: kuttl.dev/v1beta1\nkind: TestStep\ndelete: [{apiVersion: v1, kind: ConfigMap, name: a}]\napply: [extra.yaml, gone.yaml]\n",
		"t/extra.yaml":       strings.Replace(cm, "name: a", "name: extra", 1),
		"t/00-Install.yaml":  cm,
		"t/00-errors.yaml":   cm + "data: {color: red}\n",
		"t/values-00-x.yaml": "not: read",
	}))
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	got := suite.Cases[0].feature()
	for _, want := range []string{`"t/00-Install.yaml" is applied`, `configmap "a" does not match:`, `configmap "a" is deleted`, `configmap "a" does not exist`, "apply gone.yaml: there is no such file", `"t/9-delete.yaml" is applied`, `"t/10-last.yaml" is applied`, `configmap "b" exists`} {
		next := strings.Index(got, want)
		if next <= at {
			t.Errorf("%q is not there, or not after what comes before it\n%s", want, got)
		}
		at = next
	}
}

// TestFilesThatAreBroken: invalid YAML, or a document that is not an object, is an error with its location.
func TestFilesThatAreBroken(t *testing.T) {
	for text, want := range map[string]string{"a: [": "00-x.yaml", "- a\n": "00-x.yaml:1: a document is an object"} {
		_, err := KUTTL(folder(t, map[string]string{"t/00-x.yaml": text}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := KUTTL(folder(t, map[string]string{"t/readme.md": ""})); !errors.Is(err, ErrNoTests) {
		t.Errorf("got %v", err)
	}
}

// TestNothingIsOverwritten: files of a test do not replace each other, and neither do tests of the same name.
func TestNothingIsOverwritten(t *testing.T) {
	apply := "    - apply: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}}\n    - apply: {resource: {apiVersion: v1, kind: Secret, metadata: {name: a}}}\n"
	suite, err := Chainsaw(folder(t, map[string]string{"a-b/chainsaw-test.yaml": chainsawTest(apply), "a/b/chainsaw-test.yaml": chainsawTest(apply)}))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range suite.Files() {
		if seen[f.Name] {
			t.Errorf("%s is written twice", f.Name)
		}
		seen[f.Name] = true
	}
	if len(seen) != 6 {
		t.Errorf("got %v", seen)
	}
}
