package record

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// object is an object in namespace "shop", written by a field manager at this many seconds after noon.
func object(t *testing.T, manager string, second int, text string) *unstructured.Unstructured {
	t.Helper()
	obj := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
		t.Fatal(err)
	}
	data, err := obj.MarshalJSON() // numbers as the API server has them
	if err != nil {
		t.Fatal(err)
	}
	if err := obj.UnmarshalJSON(data); err != nil {
		t.Fatal(err)
	}
	obj.SetNamespace("shop")
	obj.SetUID("u-" + obj.GetUID())
	obj.SetResourceVersion("1")
	if err := unstructured.SetNestedSlice(obj.Object, []any{map[string]any{
		"manager": manager, "operation": "Update", "time": noon.Add(time.Duration(second) * time.Second).Format(time.RFC3339),
	}}, "metadata", "managedFields"); err != nil {
		t.Fatal(err)
	}
	return obj
}

func kindOf(obj *unstructured.Unstructured) kube.Kind {
	gvk := obj.GroupVersionKind()
	return kube.Kind{GVK: gvk, GVR: schema.GroupVersionResource{Group: gvk.Group, Version: gvk.Version}, Namespaced: true}
}

func change(before, after *unstructured.Unstructured) Change {
	c := Change{Old: before, New: after, At: noon}
	c.Kind = kindOf(c.object())
	return c
}

const web = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: w}, spec: {replicas: 1, template: {spec: {containers: [{name: web, image: nginx}]}}}}`

// with replaces a part of a text.
func with(text, old, replacement string) string { return strings.Replace(text, old, replacement, 1) }

// TestWhatAPersonDoesBecomesSteps tests each change alone, after the Deployment was created.
func TestWhatAPersonDoesBecomesSteps(t *testing.T) {
	for name, c := range map[string]struct {
		manager string
		after   string
		want    string // lines, after those of the manifest
	}{
		"scaled":        {"kubectl", with(web, "replicas: 1", "replicas: 3"), `And deployment "web" is scaled to 3 replicas`},
		"to one":        {"kubectl", with(web, "replicas: 1", "replicas: 1, paused: true"), "And deployment \"web\" is patched with this merge patch:\n  \"\"\"\n  spec:\n    paused: true\n  \"\"\""},
		"an image":      {"kubectl-set", with(web, "image: nginx", "image: httpd"), `And the image of container "web" of deployment "web" is set to "httpd"`},
		"restarted":     {"kubectl-rollout", with(web, "template: {", `template: {metadata: {annotations: {kubectl.kubernetes.io/restartedAt: "x"}}, `), `And deployment "web" is restarted`},
		"both":          {"kubectl", with(with(web, "replicas: 1", "replicas: 2"), "image: nginx", "image: httpd"), "And deployment \"web\" is scaled to 2 replicas\nAnd the image of container \"web\" of deployment \"web\" is set to \"httpd\""},
		"an autoscaler": {"kube-controller-manager", with(web, "replicas: 1", "replicas: 3"), ""},
		"its status":    {"kubectl", with(web, "spec:", "status: {replicas: 1}, spec:"), ""},
		"a label gone":  {"kubectl-label", with(web, "name: web, uid: w", "name: web, uid: w, labels: {a: b}"), "And deployment \"web\" is patched with this merge patch:\n  \"\"\"\n  metadata:\n    labels:\n      a: b\n  \"\"\""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := NewSession("shop", nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			before, after := object(t, "kubectl", 0, web), object(t, c.manager, 5, c.after)
			for _, each := range []Change{change(nil, before), change(before, after)} {
				if _, err := s.Add(each); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.flush(); err != nil {
				t.Fatal(err)
			}
			got := strings.Join(s.Lines(), "\n")
			want := strings.TrimSpace("When the manifest \"recorded/web.yaml\" is applied\n" + c.want)
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestChangesOfSecretsHaveNoValues, neither old nor new ones.
func TestChangesOfSecretsHaveNoValues(t *testing.T) {
	const key = `{apiVersion: v1, kind: Secret, metadata: {name: key, uid: k}, data: {password: c2VzYW1l, user: YWxpY2U=}}`
	for name, c := range map[string]struct{ after, want string }{
		"another value": {with(key, "c2VzYW1l", "aHVudGVyMg=="), "stringData:\n  password: " + hidden},
		"one more":      {with(key, "user:", "token: aHVudGVyMg==, user:"), "stringData:\n  token: " + hidden},
		"one less":      {with(key, ", user: YWxpY2U=", ""), "data:\n  user: null"},
		"both":          {with(key, "user: YWxpY2U=", "token: aHVudGVyMg=="), "data:\n  user: null\nstringData:\n  token: " + hidden},
		"none at all":   {with(key, ", data: {password: c2VzYW1l, user: YWxpY2U=}", ""), "data:\n  password: null\n  user: null"},
		"a label":       {with(key, "uid: k", "uid: k, labels: {a: b}"), "metadata:\n  labels:\n    a: b"},
	} {
		s, err := NewSession("shop", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		before := object(t, "kubectl-create", 0, key)
		for _, each := range []Change{change(nil, before), change(before, object(t, "kubectl-edit", 5, c.after))} {
			if _, err := s.Add(each); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.flush(); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(s.Lines(), "\n")
		want := "And secret \"key\" is patched with this merge patch:\n  \"\"\"\n  " + strings.ReplaceAll(c.want, "\n", "\n  ") + "\n  \"\"\""
		if !strings.HasSuffix(text, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, text, want)
		}
		for _, value := range []string{"c2VzYW1l", "aHVudGVyMg", "YWxpY2U"} {
			if strings.Contains(text, value) {
				t.Errorf("%s: it has %s:\n%s", name, value, text)
			}
		}
	}
}

// TestARecordedScenario has several blocks of actions, and checks of the results of each.
func TestARecordedScenario(t *testing.T) {
	pod := object(t, "kubectl-run", 1, `{apiVersion: v1, kind: Pod, metadata: {name: hello, uid: h}, spec: {containers: [{name: hello, image: nowhere}]}, status: {phase: Pending}}`)
	secret := object(t, "kubectl-create", 1, `{apiVersion: v1, kind: Secret, metadata: {name: key, uid: k}, data: {password: c2VzYW1l}}`)
	owned := object(t, "kube-controller-manager", 1, `{apiVersion: v1, kind: Pod, metadata: {name: web-1, uid: o, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: r, controller: true}]}}`)
	role := object(t, "kubectl-create", 1, `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: sees, uid: b}, subjects: [{kind: ServiceAccount, name: hello, namespace: shop}]}`)
	there := object(t, "kubectl-create", -60, `{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, uid: c}, data: {a: b}}`)
	root := object(t, "kube-controller-manager", -60, `{apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, uid: ca}}`)

	s, err := NewSession("shop", nil, []Change{change(nil, there), change(nil, root)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(Facts{Objects: []*unstructured.Unstructured{there}, Why: func(*unstructured.Unstructured) string { return "" }}, noon); err != nil {
		t.Fatal(err)
	}
	add := func(c Change, wanted bool) {
		t.Helper()
		if own, err := s.Add(c); err != nil || own != wanted {
			t.Errorf("%s: a person's: %v, %v", c.name(), own, err)
		}
	}
	add(change(nil, there), false) // its watch reports it once more
	add(change(nil, pod), true)
	add(change(nil, owned), false)
	add(change(nil, secret), true)
	add(change(nil, role), true)
	why := func(obj *unstructured.Unstructured) string {
		if obj.GetName() == "hello" {
			return explain.PodImagePull
		}
		return ""
	}
	if err := s.Settle(Facts{Objects: []*unstructured.Unstructured{there, pod, secret, role}, Why: why}, noon.Add(70*time.Second)); err != nil {
		t.Fatal(err)
	}
	going := pod.DeepCopy()
	now := noon.Add(80 * time.Second)
	going.SetDeletionTimestamp(ptrTime(now))
	gone := change(pod, going)
	gone.At = now
	add(gone, true)
	add(change(going, nil), false) // requested before
	if err := s.Settle(Facts{Objects: []*unstructured.Unstructured{there}, Why: why}, now.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range s.Files() {
		files[f.Name] = string(f.Data)
	}
	const want = `Feature: What was done in namespace shop
  Written by gherkind record. Give it a better name, and keep the checks that matter.

  Scenario: Recorded
    Given the manifest "recorded/start.yaml" is applied
    When the manifest "recorded/hello.yaml" is applied
    Then the reason of pod "hello" is POD_IMAGE_PULL within 140s
    And secret "key" exists within 140s
    And rolebinding "sees" exists within 140s
    When pod "hello" is deleted
    Then pod "hello" does not exist
`
	if got := files[Feature]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	made := files["manifests/recorded/hello.yaml"]
	for _, unwanted := range []string{"c2VzYW1l", "sesame", "namespace", "uid", "managedFields", "status"} {
		if strings.Contains(made, unwanted) {
			t.Errorf("the manifest has %q:\n%s", unwanted, made)
		}
	}
	if !strings.Contains(made, "password: "+hidden) || !s.Secrets() || strings.Count(made, "\n---\n") != 2 {
		t.Errorf("the manifest is\n%s", made)
	}
	if len(files) != 3 || !strings.Contains(files["manifests/recorded/start.yaml"], "name: settings") {
		t.Errorf("files: %v", files)
	}
}

// TestNothingWasDone: nothing is written.
func TestNothingWasDone(t *testing.T) {
	s, err := NewSession("shop", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(Facts{}, noon); err != nil || len(s.Files()) > 0 || s.Open() {
		t.Errorf("%v, %v", s.Files(), err)
	}
}

func ptrTime(at time.Time) *metav1.Time { return &metav1.Time{Time: at} }

// TestMoving: an object that is still changing is not the result of an action.
func TestMoving(t *testing.T) {
	said := func(text string) string {
		return with(web, "spec: {replicas: 1,", "status: {"+text+"}, spec: {replicas: 1,")
	}
	for name, c := range map[string]struct {
		text, code string
		moving     bool
	}{
		"a Deployment without its replica": {web, "", true},
		"a Deployment with it":             {said("replicas: 1, readyReplicas: 1, updatedReplicas: 1"), "", false},
		"its pod starts":                   {web, explain.PodStarting, true},
		"its image is nowhere":             {web, explain.PodImagePull, false},
		"it is being deleted":              {with(web, "uid: w", "uid: w, deletionTimestamp: 2026-01-01T12:00:00Z"), "", true},
		"a ConfigMap":                      {"{apiVersion: v1, kind: ConfigMap, metadata: {name: web, uid: w}}", "", false},
	} {
		s, err := NewSession("shop", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		obj := object(t, "kubectl-create", 0, c.text)
		if _, err := s.Add(change(nil, obj)); err != nil {
			t.Fatal(err)
		}
		facts := Facts{Objects: []*unstructured.Unstructured{obj}, Why: func(*unstructured.Unstructured) string { return c.code }}
		if got := s.Moving(facts); got != c.moving {
			t.Errorf("%s: moving %t", name, got)
		}
		if s.Moving(Facts{}) {
			t.Errorf("%s: it is gone, but still changing", name)
		}
	}
}
