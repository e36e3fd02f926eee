package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/tree"
)

const webYAML = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  containers: [{name: nginx, image: nginx}]\n"

// project returns a tree with a feature and a manifest that it may apply.
func project(feature string) tree.Files {
	return tree.Files{"features/a.feature": []byte(feature), "manifests/web.yaml": []byte(webYAML)}
}

// scenario returns a feature with one scenario that applies the manifest.
func scenario(steps ...string) string {
	return "Feature: A\n\n  Scenario: B\n    When the manifest \"web.yaml\" is applied\n    " + strings.Join(steps, "\n    ") + "\n"
}

func run(t *testing.T, files tree.Files, paths ...string) *lint.Report {
	t.Helper()
	r, err := lint.Run(lint.Options{FS: files, Paths: paths, Limit: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func shown(r *lint.Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprintf("%s:%d:%d %s", f.File, f.Line, f.Column, f.Rule))
	}
	return all
}

const web = `Then pod "web" is ready`

// TestRules: each rule finds what it is for, at the right position, and nothing else.
func TestRules(t *testing.T) {
	const a = "features/a.feature:"
	for _, c := range []struct {
		name, feature string
		want          []string
	}{
		{"nothing", scenario(web), nil},
		{"syntax", "Feature: A\n  Scenario: B\n    Given x\n  Scenaro: C\n", []string{a + "4:3 syntax"}},
		{"no UTF-8", "Feature: A\xff\n", []string{a + "1:1 syntax"}},
		{"language", "# language: zh\n功能: A\n", []string{a + "1:1 language"}},
		{"not run", "Feature: A\n  Scenario: B\n    Gven the manifest \"web.yaml\" is applied\n    Given the manifest \"web.yaml\" is applied\n    " + web + "\n", []string{a + "3:5 not-run"}},
		{"full-width colon", "Feature: A\n  Scenario：B\n", []string{a + "2:3 odd-character"}},
		{"curly quotes", scenario("Then pod “web” is ready"), []string{a + "5:10 odd-character"}},
		{"a space that is none", scenario("Then pod \"web\" is\u00a0ready"), []string{a + "5:5 odd-character"}},
		{"YAML", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: ConfigMap", "metadata:", "  name： x", `"""`, `Then configmap "x" exists`),
			[]string{a + "8:5 manifest", a + "11:1 odd-character"}},
		{"undefined", scenario(web, `And pod "web" flies away`), []string{a + "6:9 undefined-step"}},
		{"value", scenario(`Then pod "web" is Runing`), []string{a + "5:23 bad-value"}},
		{"duration", scenario(`Then pod "web" is Running within 30x`), []string{a + "5:38 bad-value"}},
		{"doc string", scenario(web, "When this manifest is applied:"), []string{a + "6:5 step-argument"}},
		{"no manifest", scenario(web, `When the manifest "wbe.yaml" is applied`), []string{a + "6:23 manifest"}},
		{"field", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: Pod", "metadata: {name: b}", "spec:", "  contaners: []", "  strange: 1", `"""`),
			[]string{a + "12:7 unknown-field", a + "13:7 unknown-field"}},
		{"field in a step", scenario(`Then pod "web" has "x" at "{.status.phse}"`), []string{a + "5:5 unknown-field"}},
		{"type", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: ConfigMap", "metadata: {name: b}", "data:", "  port: 80", `"""`), []string{a + "12:7 field-value"}},
		{"a required field", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: Pod", "metadata: {name: b}", "spec:", "  containers:", "  - image: nginx", `"""`), []string{a + "13:7 missing-field"}},
		{"no spec", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: apps/v1", "kind: Deployment", "metadata: {name: b}", `"""`), []string{a + "8:5 missing-field"}},
		{"a part of what is there", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: Pod", "metadata: {name: web}", "spec: {containers: [{image: nginx:2}]}", `"""`), nil},
		{"one of some values", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: v1", "kind: Pod", "metadata: {name: b}", "spec:", "  restartPolicy: never", "  containers: [{name: b, image: nginx}]", `"""`),
			[]string{a + "12:7 field-value"}},
		{"already so, and the action says what came of it", scenario(web, `When "true" is run in pod "web" and exits with 0`, `Then pod "web" is ready within 30s`), nil},
		{"already so, and the command checks its result", scenario(web, `When the command "true" is run on this machine and exits with 0`, `Then pod "web" is ready within 30s`), nil},
		{"already so", scenario(web, `When pod "web" is deleted`, `Then pod "web" is ready within 30s`), []string{a + "7:10 already-so"}},
		{"so again", scenario(web, `When pod "web" is deleted`, `Then pod "web" does not exist`, `When the manifest "web.yaml" is applied`, web), nil},
		{"so, and more", scenario(web, `When pod "web" is deleted`, web, `And there are 0 pods labelled "app=db"`), nil},
		{"so throughout", scenario(web, `And throughout, no pod restarts`, `When pod "web" is deleted`, web), nil},
		{"so for a while", scenario(web, `When pod "web" is deleted`, web+" for 5s"), nil},
		{"kind", scenario(web, "When this manifest is applied:", `"""`, "apiVersion: apps/v1beta1", "kind: Deployment", "metadata: {name: b}", `"""`), []string{a + "9:5 unknown-kind"}},
		{"namespace", scenario(web, `And running "ping db.$(namespace:mem).svc" in pod "web" exits with 0`), []string{a + "6:26 unknown-namespace"}},
		{"action as check", scenario(web, `Then pod "web" is deleted`), []string{a + "6:5 action-as-check", a + "6:10 action-in-then"}},
		{"nothing since", scenario(`Then pod "web" was never CrashLoopBackOff`), []string{a + "3:13 only-absence", a + "5:5 nothing-since"}},
		{"no name", "Feature: A\n\n  Scenario:\n    When the manifest \"web.yaml\" is applied\n    " + web + "\n", []string{a + "3:3 scenario-name"}},
		{"same name", scenario(web) + "  Scenario: B\n    When the manifest \"web.yaml\" is applied\n    " + web + "\n", []string{a + "6:3 duplicate-name"}},
		{"empty", "Feature: A\n  Scenario: B\n", []string{a + "2:3 empty"}},
		{"column", "Feature: A\n  Scenario Outline: B\n    When the manifest \"web.yaml\" is applied\n    Then pod \"<nmae>\" is ready\n    Examples:\n      | name |\n      | web  |\n", []string{a + "4:5 unknown-column"}},
		{"open", scenario(web, `And running "echo" in pod "web" prints "<town>"`), []string{a + "6:5 open-column"}},
		{"tag", "@topology:hq\n" + scenario(web), []string{a + "1:1 bad-tag"}},
		{"node", scenario(web, `And node "worker9" is ready`), []string{a + "6:15 unknown-node"}},
		{"lock", scenario(web, `When node "worker2" is cordoned`, web+" for 5s"), []string{a + "6:15 missing-tag"}},
		{"locked", "@node:worker2\n" + scenario(web, `When node "worker2" is cordoned`, web+" for 5s"), nil},
		{"another locked", "@exclusive @node:worker3\n" + scenario(web, `When node "worker2" is cordoned`, web+" for 5s"), []string{a + "7:15 missing-tag"}},
		{"count", scenario(`Then there are 1 pods labelled "app=web"`), []string{a + "5:10 exact-count"}},
		{"count that stays", scenario(`Then there are 1 pods labelled "app=web" for 3s`), nil},
		{"no Then", "Feature: A\n\n  Scenario: B\n    When the manifest \"web.yaml\" is applied\n", []string{a + "3:13 no-then"}},
		{"absence", scenario(`Then throughout, no pod restarts`), []string{a + "3:13 only-absence"}},
		{"absence of what else is there", scenario(web, `And pod "web" was never CrashLoopBackOff`), nil},
		{"early Then", "Feature: A\n\n  Scenario: B\n    Then node \"worker\" is ready\n    When the manifest \"web.yaml\" is applied\n    " + web + "\n", []string{a + "4:10 early-then"}},
		{"check in When", "Feature: A\n\n  Scenario: B\n    Given the manifest \"web.yaml\" is applied\n    When pod \"web\" is ready\n    Then pod \"web\" is Running\n", []string{a + "5:10 check-in-when"}},
		{"action and check in When", scenario(`And pod "web" is ready`, web), nil},
		{"only time", scenario(web, `When pod "web" is deleted`, `Then pod "web" does not exist`), []string{a + "7:10 only-time"}},
		{"too long", scenario(`Then pod "web" is Running for 40m`), []string{a + "3:13 too-long", a + "5:10 too-long"}},
		{"pod", scenario(`Then pod "wbe" is ready`), []string{a + "5:14 unknown-name"}},
		{"container", scenario(`Then container "ngnix" of pod "web" is running`), []string{a + "5:20 unknown-name"}},
		{"moment", scenario(web, `And pod "web" was never CrashLoopBackOff before service "db" existed`), []string{a + "6:61 unknown-name"}},
		{"of the cluster", scenario(web, `And deployment "kube-system/coredns" is rolled out`), nil},
		{"own tag", "@Exclusive @nodes:worker3\n" + scenario(web), []string{a + "1:1 misspelt-tag", a + "1:12 misspelt-tag"}},
		{"ignored", scenario("# gherkind:ignore unknown-name because it is made elsewhere", `Then pod "wbe" is ready`), nil},
		{"ignored, above tags", "Feature: A\n\n  # gherkind:ignore no-then because it is a demonstration\n  @demo\n  Scenario: B\n    When the manifest \"web.yaml\" is applied\n", nil},
		{"ignored without a reason", scenario("# gherkind:ignore unknown-name", `Then pod "wbe" is ready`), []string{a + "5:5 ignore"}},
		{"ignored in vain", scenario("# gherkind:ignore unknown-name because why not", web), []string{a + "5:23 ignore"}},
		{"ignored, but refused", scenario("# gherkind:ignore bad-value because why not", `Then pod "web" is Runing`), []string{a + "5:23 ignore", a + "6:23 bad-value"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(run(t, project(c.feature), "features/a.feature")); !slices.Equal(got, c.want) {
				t.Errorf("in\n%s\ngot\n%s\nwant\n%s", c.feature, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestTheSuite: rules about several files are checked if the whole folder is checked.
func TestTheSuite(t *testing.T) {
	files := project("@checkout\n" + scenario(web))
	for i := range 3 {
		files[fmt.Sprintf("features/b%d.feature", i)] = fmt.Appendf(nil, "@chekcout\nFeature: B%d\n\n  Scenario: B\n    When the manifest \"web.yaml\" is applied\n    %s\n", i%2, web)
	}
	files["manifests/other.yaml"] = []byte(webYAML)
	files["manifests/kept.yaml"] = []byte("# gherkind:ignore unused-manifest because it is for later\n" + webYAML)
	want := []string{"features/a.feature:1:1 misspelt-tag", "features/b2.feature:2:10 duplicate-feature", "manifests/other.yaml:1:1 unused-manifest"}
	if got := shown(run(t, files)); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if r := run(t, files, "features/a.feature"); len(r.Findings) > 0 {
		t.Errorf("checking one file: %q", shown(r))
	}
	files["features/c.feature"] = []byte("Featur: C\n")
	if got := shown(run(t, files)); slices.Contains(got, want[2]) {
		t.Errorf("the manifest may be used by the unreadable feature: %q", got)
	}
}

// TestABrokenManifestIsFoundOnce: the finding is in the manifest, and names the step that applies it.
func TestABrokenManifestIsFoundOnce(t *testing.T) {
	files := project(scenario(web) + "\n  Scenario: C\n    When the manifest \"web.yaml\" is applied\n    " + web + "\n")
	files["manifests/web.yaml"] = []byte("apiVersion: v1\nkind: Pod\nmetadata: {name: web\n")
	r := run(t, files)
	if len(r.Findings) != 1 || r.Findings[0].File != "manifests/web.yaml" || r.Findings[0].From != (lint.Place{File: "features/a.feature", Line: 4}) {
		t.Errorf("%+v", r.Findings)
	}
}

// TestFix: unambiguous problems are fixed, and nothing else changes.
func TestFix(t *testing.T) {
	for before, after := range map[string]string{
		"Feature: A\r\n\r\n  Scenario: B\r\n    Given the manifest “web.yaml” is applied\r\n": "Feature: A\r\n\r\n  Scenario: B\r\n    Given the manifest \"web.yaml\" is applied\r\n",
		"Feature: A\n  Scenario：B\n":                                          "Feature: A\n  Scenario: B\n",
		"Feature: A\n  Scenario: B\n    Tehn x\n":                             "Feature: A\n  Scenario: B\n    Tehn x\n",
		"Feature: A\n  Scenario: A\n    Given x\n  Scenario B\n    Given x\n": "Feature: A\n  Scenario: A\n    Given x\n  Scenario: B\n    Given x\n",
		"\ufeffFeature: A\n  Scenaro: “B” : c\n    Given x\n":                 "\ufeffFeature: A\n  Scenario: “B” : c\n    Given x\n",
	} {
		r := run(t, project(before), "features/a.feature")
		files, _, err := lint.Fixed(r.Findings, func(string) ([]byte, error) { return []byte(before), nil })
		if err != nil {
			t.Fatal(err)
		}
		got := before
		if data, is := files["features/a.feature"]; is {
			got = string(data)
		}
		if got != after {
			t.Errorf("%q becomes %q, want %q (%v)", before, got, after, r.Findings)
		}
	}
}

// TestOwnFeaturesAreClean: gherkind's own features have no error and no warning.
func TestOwnFeaturesAreClean(t *testing.T) {
	own, err := tree.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	r, err := lint.Run(lint.Options{FS: own, Limit: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Severity > rules.Info {
			t.Errorf("%s:%d: %s (%s)", f.File, f.Line, f.Message, f.Rule)
		}
	}
}

// FuzzLint: for any feature and manifest, each finding has a valid position, and fixed files are valid text.
func FuzzLint(f *testing.F) {
	f.Add(scenario(web), webYAML)
	f.Add("# gherkind:ignore x\nFeature：A\n  Scenario: “B”\n    Then pod “web” is\u3000ready\n", "kind： Pod\n\u00a0a: “b”\n")
	f.Add("@a,@b\nFeature: A\n  Scenario Outline: <x>\n    * <y>\n    Examples:\n    |x|\n", "")
	f.Fuzz(func(t *testing.T, feature, manifest string) {
		files := tree.Files{"features/a.feature": []byte(feature), "manifests/web.yaml": []byte(manifest)}
		r, err := lint.Run(lint.Options{FS: files, Limit: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range r.Findings {
			if _, known := rules.Find(one.Rule); !known || one.Line < 1 || one.Column < 1 || one.EndColumn < one.Column || one.Message == "" {
				t.Fatalf("%+v", one)
			}
		}
		if _, _, err := lint.Fixed(r.Findings, func(file string) ([]byte, error) { return files[file], nil }); err != nil {
			t.Fatal(err)
		}
	})
}

// TestExercise: steps of criteria can refer to objects that a student starts with or submits, and use the student's values.
func TestExercise(t *testing.T) {
	const feature = `Feature: A

  Scenario: B
    Given the pod of deployment "web" is called "first" within 10s
    Then pod "first" is ready
    And container "nginx" of pod "first" is running
    And service "web" matches:
      """
      spec: {ports: [{port: $(value:port)}]}
      """
    And service "wbe" exists
`
	const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n" +
		"  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: nginx, image: nginx}]}\n"
	files := tree.Files{
		"labs/web/exercise.yaml":     []byte("title: Web\ntotal: 1\nvalues: {port: {from: 8000, to: 8999}}\n"),
		"labs/web/grade.feature":     []byte(feature),
		"labs/web/start/web.yaml":    []byte(deployment),
		"labs/web/solution/web.yaml": []byte("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: $(value:port)}]}\n"),
	}
	want := []string{"labs/web/grade.feature:11:17 unknown-name"}
	if got := shown(run(t, files, "labs")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	delete(files, "labs/web/exercise.yaml")
	if got := shown(run(t, files, "labs")); len(got) < 3 {
		t.Errorf("without exercise.yaml: %q", got)
	}
}

// TestExerciseIsNotMendedWithAStudentsValue: --fix never writes a student's value into the file.
func TestExerciseIsNotMendedWithAStudentsValue(t *testing.T) {
	files := tree.Files{
		"labs/web/exercise.yaml": []byte("title: Web\ntotal: 1\nvalues: {name: {one-of: [web]}}\n"),
		"labs/web/grade.feature": []byte("Feature: A\n\n  Scenario: B\n    Then pod “$(value:name)” is ready\n    And pod “web” is ready\n"),
	}
	r := run(t, files, "labs")
	var mended []int
	for _, f := range r.Findings {
		if f.Fix != nil {
			mended = append(mended, f.Line)
		}
	}
	if !slices.Equal(mended, []int{5}) {
		t.Errorf("fixes for the lines %v of %q", mended, shown(r))
	}
}
