package translate

import (
	"strings"
	"testing"
)

// cm is a ConfigMap as a document.
const cm = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"

// TestFieldsOfChainsaw: a field that the translation does not use is listed, at every level, and one that changes no result is not.
func TestFieldsOfChainsaw(t *testing.T) {
	test := `apiVersion: chainsaw.kyverno.io/v1alpha1
kind: Test
metadata: {name: t, labels: {a: b}}
spec:
  description: some words
  failFast: true
  timeouts: {apply: 1s, assert: 2s, cleanup: 3s, delete: 4s, error: 5s, exec: 6s}
  cluster: east
  clusters: {east: {kubeconfig: east.yaml}}
  concurrent: false
  skipDelete: true
  template: false
  compiler: cel
  namespace: fixed
  namespaceTemplate: {metadata: {labels: {x: y}}}
  scenarios: [{name: one}]
  bindings: [{name: x, value: 1}]
  forceTerminationGracePeriod: 5s
  deletionPropagationPolicy: Orphan
  tomorrow: {more: true}
  catch: [{events: {}}]
  steps:
  - name: first
    description: some words
    cluster: west
    deletionPropagationPolicy: Foreground
    template: false
    bindings: [{name: y, value: 2}]
    catch: [{podLogs: {}}]
    try:
    - description: some words
      continueOnError: true
      apply: {timeout: 9s, outputs: [{name: o}], template: true, resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}}
    - assert: {timeout: 8s, bindings: [{name: z, value: 3}], resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}}
    - delete: {deletionPropagationPolicy: Orphan, template: false, ref: {apiVersion: v1, kind: ConfigMap, name: a}}
    finally:
    - wait: {apiVersion: v1, kind: Pod, name: a, for: {deletion: {}}}
    - delete: {ref: {apiVersion: v1, kind: ConfigMap, name: a}}
    - events: {}
`
	files := map[string]string{"chainsaw-test.yaml": test}
	says(t, Chainsaw, files, "yaml:8: spec.cluster: a scenario uses one cluster", "yaml:9: spec.clusters", "yaml:10: spec.concurrent: tag the scenario @exclusive",
		"yaml:12: spec.template", "yaml:13: spec.compiler", "yaml:14: spec.namespace: each scenario has a namespace of its own", "yaml:15: spec.namespaceTemplate",
		"yaml:16: spec.scenarios", "yaml:17: spec.bindings", "yaml:18: spec.forceTerminationGracePeriod: there is no equivalent",
		"yaml:19: spec.deletionPropagationPolicy: objects are deleted in the way", "yaml:20: spec.tomorrow: there is no equivalent",
		"yaml:25: cluster", "yaml:26: deletionPropagationPolicy", "yaml:27: template", "yaml:28: bindings", "yaml:32: try.continueOnError: a scenario ends at its first failure",
		"yaml:33: timeout: the time limit of an action", "yaml:33: outputs", "is applied", "yaml:34: bindings", `configmap "a" exists within 8s`,
		"yaml:35: deletionPropagationPolicy", "yaml:35: template", `configmap "a" does not exist within 4s`,
		"yaml:37: finally: wait: a scenario has no steps that run after a failure", "yaml:38: finally: delete: what a scenario has made is removed")
	says(t, Chainsaw, files, "!description", "!catch", "!failFast", "!skipDelete", "!events", "!yaml:7:", "!metadata", "!more")
}

// TestFieldsOfKUTTL: the same for its documents.
func TestFieldsOfKUTTL(t *testing.T) {
	files := map[string]string{
		"t/00-a.yaml": `apiVersion: kuttl.dev/v1beta1
kind: TestStep
metadata: {name: x}
index: 3
unitTest: true
kubeconfig: other.yaml
context: east
tomorrow: 1
commands: [{command: make, timeout: 5, background: true, skipLogOutput: true}]
delete: [{apiVersion: v1, kind: ConfigMap, name: z, uid: abc}]
---
` + cm,
		"t/00-assert.yaml": `apiVersion: kuttl.dev/v1beta1
kind: TestAssert
metadata: {name: x}
timeout: 7
collectors: [{pod: a}]
tomorrow: 1
---
` + cm,
		"t/00-errors.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestAssert\ntimeout: 9\n",
		"t/01-assert.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestStep\ncommands: []\n---\napiVersion: kuttl.dev/v1beta1\nkind: TestFile\nmetadata: {name: x}\ntomorrow: 1\n---\n" + cm,
		"t/02-b.yaml":      "apiVersion: kuttl.dev/v1beta1\nkind: TestStep\nassert: [more.yaml]\n",
		"t/more.yaml":      "apiVersion: kuttl.dev/v1beta1\nkind: TestAssert\ntimeout: 600\n---\n" + cm,
		"t/03-errors.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestFile\ntestRunSelector: {matchLabels: {flavor: vanilla}}\n---\n" + cm,
	}
	says(t, KUTTL, files, "yaml:5: unitTest", "yaml:6: kubeconfig: a scenario uses one cluster", "yaml:7: context", "yaml:8: tomorrow: there is no equivalent",
		"yaml:9: commands.timeout: the time limit of an action", "yaml:10: delete.uid",
		"00-errors.yaml:1: a TestAssert: KUTTL does not read it in this file", `configmap "a" exists within 7s`, "00-assert.yaml:6: tomorrow",
		"01-assert.yaml:8: tomorrow", "01-assert.yaml:1: a TestStep: KUTTL does not read it", "more.yaml:1: a TestAssert: KUTTL does not read it",
		"03-errors.yaml:3: a file for certain runs (testRunSelector)")
	says(t, KUTTL, files, "!index", "!metadata", "!background", "!skipLogOutput", "!collectors", "!10m", "!Then configmap \"a\" does not exist", "!And configmap \"a\" does not exist")
}

// TestSettingsOfSuites: the time limits of a suite hold for its tests, and what else its configuration says is listed.
func TestSettingsOfSuites(t *testing.T) {
	t.Run("KUTTL", func(t *testing.T) {
		says(t, KUTTL, map[string]string{
			"kuttl-test.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestSuite\ncrdDir: crds\nmanifestDirs: [base]\ncommands: [{command: make}]\ntimeout: 120\n" +
				"kindContainers: [shop]\nstartKIND: true\nstartControlPlane: false\ntestDirs: [.]\nparallel: 4\nnamespace: fixed\n",
			"t/00-assert.yaml": cm,
		}, "kuttl-test.yaml:3: crdDir: write it to `setup:` of gherkind.yaml", "kuttl-test.yaml:4: manifestDirs", "kuttl-test.yaml:5: commands", "kuttl-test.yaml:7: kindContainers: write it to `images:`",
			"kuttl-test.yaml:8: startKIND", "kuttl-test.yaml:12: namespace", `configmap "a" exists within 2m`, "!startControlPlane", "!testDirs", "!parallel")
	})
	assert := "    - assert: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}}\n"
	t.Run("Chainsaw, the first version", func(t *testing.T) {
		says(t, Chainsaw, map[string]string{
			".chainsaw.yaml": "apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Configuration\nmetadata: {name: x}\nspec:\n  timeouts: {assert: 6m, apply: 1s}\n  testFile: e2e\n  parallel: 4\n  clusters: {a: {kubeconfig: x}}\n",
			"a/e2e.yaml":     chainsawTest(assert),
		}, ".chainsaw.yaml:8: spec.clusters: a scenario uses one cluster", `configmap "a" exists within 6m`, "!parallel", "!testFile", "!timeouts")
	})
	t.Run("Chainsaw, the second version", func(t *testing.T) {
		says(t, Chainsaw, map[string]string{
			".chainsaw.yaml": "apiVersion: chainsaw.kyverno.io/v1alpha2\nkind: Configuration\nmetadata: {name: x}\nspec:\n  timeouts: {assert: 6m}\n  discovery: {testFile: e2e, includeTestRegex: x}\n" +
				"  execution: {parallel: 4, repeatCount: 2}\n  templating: {enabled: false}\n  error: {catch: []}\n",
			"a/e2e.yaml": chainsawTest(assert),
		}, "spec.discovery.includeTestRegex", "spec.execution.repeatCount", "spec.templating", `configmap "a" exists within 6m`, "!parallel", "!testFile")
	})
}

// TestEntriesOfKUTTL: every numbered entry of a test is read or listed.
func TestEntriesOfKUTTL(t *testing.T) {
	says(t, KUTTL, map[string]string{
		"t/00-example/install.yaml":           cm,
		"t/00-example/assert.yaml":            cm,
		"t/00-example/deeper/x.yaml":          cm,
		"t/00-example/notes.md":               "words",
		"t/01-assert.gotmpl.yaml":             cm,
		"t/02-install.yml":                    cm,
		"t/03-install.v2.yaml":                cm,
		"t/99999999999999999999-install.yaml": cm,
		"t/04-errors.yaml":                    strings.Replace(cm, "name: a", "name: b", 1),
		"t/readme.md":                         "words",
		"t/values.yaml":                       cm,
	}, "t/00-example/deeper: a file of a step: a folder in the folder of a step", "t/00-example/notes.md: a file of a step: KUTTL reads files called like",
		"t/01-assert.gotmpl.yaml: a file of a step: a template", "t/02-install.yml: a file of a step", "t/03-install.v2.yaml: a file of a step",
		"t/99999999999999999999-install.yaml: a file of a step: its number is too large",
		`the manifest "t/install.yaml" is applied`, `configmap "a" exists`, `configmap "b" does not exist`, "!readme", "!values.yaml", "!Feature: t 00 example")

	// Folders with numbers are tests, if the files in them have numbers.
	says(t, KUTTL, map[string]string{"01-first/00-install.yaml": cm, "02-second/00-assert.yaml": cm}, "Feature: 01 first", "Feature: 02 second", "!a file of a step")
}

// TestFoldersWithoutATest: Chainsaw also runs folders of numbered files, which are listed.
func TestFoldersWithoutATest(t *testing.T) {
	says(t, Chainsaw, map[string]string{
		"a/chainsaw-test.yaml": chainsawTest("    - sleep: {duration: 1s}\n"), "a/00-more.yaml": cm, "b/00-install.yaml": cm,
	}, "b: a test made of numbered files: import it with: gherkind import kuttl", "Feature: a", "!e2e/a: a test made")
}
