package scenarios_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

const neverAsked = "no step names these"

// asks are the requests of a step, as they appear in the source, and the permission that each needs.
var asks = map[*regexp.Regexp]steps.Right{
	regexp.MustCompile(`\bInContainer\(`):                                        {Resource: "pods/exec", Verbs: []string{"create", "get"}},
	regexp.MustCompile(`\.PortForward\(`):                                        {Resource: "pods/portforward", Verbs: []string{"create", "get"}},
	regexp.MustCompile(`w\.ChangeNode\(`):                                        {Resource: "nodes", Verbs: []string{"get", "update"}},
	regexp.MustCompile(`\bto\.Evict\(`):                                          {Resource: "pods/eviction", Verbs: []string{"create"}},
	regexp.MustCompile(`w\.Resolve\(ctx, "services"`):                            {Resource: "services", Verbs: []string{"list", "watch"}},
	regexp.MustCompile(`w\.Resolve\(ctx, "configmaps"`):                          {Resource: "configmaps", Verbs: []string{"create", "list", "patch", "watch"}},
	regexp.MustCompile(`WatchNamed\(ctx, "endpointslices`):                       {Group: "discovery.k8s.io", Resource: "endpointslices", Verbs: []string{"list", "watch"}},
	regexp.MustCompile(`WatchNamed\(ctx, "replicasets`):                          {Group: "apps", Resource: "replicasets", Verbs: []string{"list", "watch"}},
	regexp.MustCompile(`WatchNamed\(ctx, "poddisruptionbudgets`):                 {Group: "policy", Resource: "poddisruptionbudgets", Verbs: []string{"list", "watch"}},
	regexp.MustCompile(`w\.Resolve\(ctx, "(?:leases|secrets|deployments|jobs)"`): {Resource: neverAsked, Verbs: []string{"list"}},
}

// TestRightsOfDefinitions checks all definitions: their declared permissions include the requests in their source.
func TestRightsOfDefinitions(t *testing.T) {
	source, err := proven.ReadSource(os.DirFS(".."), proven.StepFolders()...)
	if err != nil {
		t.Fatal(err)
	}
	c, found := vocabulary(t), map[*regexp.Regexp]bool{}
	for _, def := range definitions(c) {
		text, err := source.Of(def.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		first, _, _ := strings.Cut(def.Example, "\n")
		_, example, _ := strings.Cut(first, " ") // without the keyword
		match, err := matchOf(c, example)
		if err != nil {
			t.Errorf("%s: %v", def.Name, err)
			continue
		}
		has := steps.MergeRights(steps.RightsOf(match, nil))
		for ask, needs := range asks {
			if !ask.MatchString(text) {
				continue
			}
			found[ask] = true
			if !permits(has, needs) {
				t.Errorf("%s: its source has %v, which needs %v; its rights are %v", def.Name, ask, needs, has)
			}
		}
	}
	for ask, needs := range asks {
		if !found[ask] && needs.Resource != neverAsked {
			t.Errorf("no step has %v in its source any more: how does a step request %s?", ask, needs.Resource)
		}
	}
}

// parametersRead are the parameters that refer to something in the cluster, and the permission that their method Resolve needs; none
// if each run has it, or if it is that for the {kind} in the text.
var parametersRead = map[reflect.Type]steps.Right{
	reflect.TypeFor[world.ObjectRef]():    {},
	reflect.TypeFor[world.PodRef]():       {},
	reflect.TypeFor[world.ContainerRef](): {},
	reflect.TypeFor[world.NodeRef]():      {},
	reflect.TypeFor[world.NodeName]():     {},
	reflect.TypeFor[world.ChangedNode]():  {},
	reflect.TypeFor[world.ServiceRef]():   {Resource: "services", Verbs: []string{"list", "watch"}},
	reflect.TypeFor[world.JobRef]():       {Group: "batch", Resource: "jobs", Verbs: []string{"list", "watch"}},
}

// TestRightsOfParameters: a definition whose function takes a reference has the permission to watch what it refers to.
func TestRightsOfParameters(t *testing.T) {
	taken := map[reflect.Type]bool{}
	for _, def := range definitions(vocabulary(t)) {
		run := reflect.TypeOf(def.Run)
		for i := range run.NumIn() {
			parameter := run.In(i)
			if _, resolves := reflect.PointerTo(parameter).MethodByName("Resolve"); !resolves || parameter.Kind() != reflect.Struct {
				continue
			}
			needs, known := parametersRead[parameter]
			if !known {
				t.Errorf("%s: add %s, and what its Resolve reads, to parametersRead (rights_test.go)", def.Name, parameter)
			}
			taken[parameter] = true
			if needs.Resource != "" && !permits(def.Rights, needs) {
				t.Errorf("%s: its function takes a %s, so its Rights must include %v (steps/rights.go has lists); they are %v", def.Name, parameter, needs, def.Rights)
			}
		}
	}
	for parameter := range parametersRead {
		if !taken[parameter] {
			t.Errorf("no step takes a %s any more: remove it from parametersRead", parameter)
		}
	}
}

// permits reports whether rights include all verbs of a right.
func permits(rights []steps.Right, needs steps.Right) bool {
	return slices.ContainsFunc(rights, func(r steps.Right) bool {
		return r.Group == needs.Group && r.Resource == needs.Resource && !slices.ContainsFunc(needs.Verbs, func(v string) bool { return !slices.Contains(r.Verbs, v) })
	})
}

// The permissions of a feature are those of its steps and manifests, each with its purpose, and no others.
func TestRightsOfAFeature(t *testing.T) {
	text, err := scenarios.Rights(scenarios.Options{FS: fstest.MapFS{"features/a.feature": {Data: []byte(`Feature: A
  Scenario: B
    Given this manifest is applied:
      """
      apiVersion: example.com/v1
      kind: Parcel
      metadata: {name: a}
      ---
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: a}
      """
    When deploy "web" is scaled to 2 replicas
    And the pods of deployment "web" are replaced
    Then parcel.example.com "a" exists
    And service "s" exists
`)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{apiGroups: ["example.com"], resources: ["parcels"], verbs: [create, delete, get, list, patch, watch]}`,
		`{apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: [create, delete, get, list, patch, watch]}`,
		`{apiGroups: ["apps"], resources: ["deployments/scale"], verbs: [get, patch]}`,
		`{apiGroups: ["apps"], resources: ["deployments"], verbs: [get, list, watch]}`,
		`{apiGroups: [""], resources: ["services"], verbs: [get, list, watch]}`,
		`{apiGroups: [""], resources: ["pods"], verbs: [delete]}`,
		`{apiGroups: [""], resources: ["configmaps"], verbs: [create, delete, get, list, patch]}`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	for _, no := range []string{"*", "secrets", "pods/exec", "update]}\n  - {apiGroups: [\"\"]", `["nodes"], verbs: [get, update]`} {
		if strings.Contains(text, no) {
			t.Errorf("it has %q:\n%s", no, text)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// A scenario that creates nothing that outlives its namespaces records nothing in the cluster; a finalizer in a manifest does
// outlive them.
func TestRightsToWriteDown(t *testing.T) {
	for manifest, verbs := range map[string]string{
		"apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: a}":                      "get, list",
		"apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: a, finalizers: [a.b/c]}": "create, delete, get, list, patch",
	} {
		feature := "Feature: A\n  Scenario: B\n    Given this manifest is applied:\n      \"\"\"\n      " + manifest + "\n      \"\"\"\n"
		text, err := scenarios.Rights(scenarios.Options{FS: fstest.MapFS{"features/a.feature": {Data: []byte(feature)}}})
		if want := `resources: ["configmaps"], verbs: [` + verbs + `]}`; err != nil || !strings.Contains(text, want) {
			t.Errorf("%s: it lacks %s, %v:\n%s", manifest, want, err, text)
		}
	}
}
