package kube

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// object reads one document, without the checks of a manifest.
func object(t *testing.T, text string) map[string]any {
	t.Helper()
	m := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	normal(m)
	return m
}

func one(t *testing.T, text string) Document {
	t.Helper()
	m, err := ParseManifest("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m.Docs[0]
}

var errNamespace = errors.New("no namespace of that name")

// known maps "" and "other" to namespaces.
func known(alias string) (string, error) {
	if name, ok := map[string]string{"": "own-1", "other": "other-1"}[alias]; ok {
		return name, nil
	}
	return "", errNamespace
}

// ownOf is known for a namespace that an object only refers to.
func ownOf(alias string) (string, bool, error) {
	name, err := known(alias)
	return name, err == nil, nil
}

func TestRenderNamespaces(t *testing.T) {
	const binding = "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a%}, subjects: [{kind: ServiceAccount, name: s, namespace: other}, {kind: ServiceAccount, name: s}, {kind: Group, name: g, namespace: nobody}]}"
	for name, c := range map[string]struct {
		namespaced bool
		text, want string // an empty want expects an error
	}{
		"own":                  {true, "{apiVersion: v1, kind: X, metadata: {name: a}}", "{apiVersion: v1, kind: X, metadata: {name: a, namespace: own-1}}"},
		"named":                {true, "{apiVersion: v1, kind: X, metadata: {name: a, namespace: other}}", "{apiVersion: v1, kind: X, metadata: {name: a, namespace: other-1}}"},
		"unknown":              {true, "{apiVersion: v1, kind: X, metadata: {name: a, namespace: nobody}}", ""},
		"none":                 {false, "{apiVersion: v1, kind: X, metadata: {name: a}}", "{apiVersion: v1, kind: X, metadata: {name: a}}"},
		"subjects":             {true, strings.Replace(binding, "%", "", 1), strings.Replace(strings.Replace(binding, "%", ", namespace: own-1", 1), "namespace: other}", "namespace: other-1}", 1)},
		"an unknown subject's": {false, "{apiVersion: v1, kind: X, metadata: {name: a}, subjects: [{kind: ServiceAccount, namespace: nobody}]}", "{apiVersion: v1, kind: X, metadata: {name: a}, subjects: [{kind: ServiceAccount, namespace: nobody}]}"},
		"of a custom kind":     {true, "{apiVersion: v1, kind: X, metadata: {name: a}, spec: {namespace: other, template: {metadata: {namespace: other}}}}", "{apiVersion: v1, kind: X, metadata: {name: a, namespace: own-1}, spec: {namespace: other-1, template: {metadata: {namespace: other-1}}}}"},
	} {
		doc := one(t, c.text)
		before := doc.Object.DeepCopy()
		got, err := doc.Render(Rewriter{Namespaced: c.namespaced, Namespace: known, Own: ownOf})
		switch {
		case c.want == "":
			if !errors.Is(err, errNamespace) {
				t.Errorf("%s: got %v", name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case !reflect.DeepEqual(got.Object.Object, object(t, c.want)):
			t.Errorf("%s: got %v", name, got.Object.Object)
		}
		if !reflect.DeepEqual(before.Object, doc.Object.Object) {
			t.Errorf("%s: the manifest itself was changed", name)
		}
	}
}

// All places of pod specs, and in each all kinds of containers.
func TestRenderImages(t *testing.T) {
	const spec = "{initContainers: [{image: IMG}, {image: other}], containers: [{name: x, image: IMG}, {name: y}], ephemeralContainers: [{image: IMG}], note: IMG2}"
	for name, text := range map[string]string{
		"a pod":          "{apiVersion: v1, kind: X, metadata: {name: a}, spec: " + spec + "}",
		"a template":     "{apiVersion: v1, kind: X, metadata: {name: a}, spec: {template: {spec: " + spec + "}}}",
		"a job template": "{apiVersion: v1, kind: X, metadata: {name: a}, spec: {jobTemplate: {spec: {template: {spec: " + spec + "}}}}}",
	} {
		doc := one(t, strings.ReplaceAll(text, "IMG}", "nginx}"))
		before := doc.Object.DeepCopy()
		got, err := doc.Render(Rewriter{Image: func(name string) string { return strings.Replace(name, "nginx", "here/nginx@sha256:1", 1) }})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := object(t, strings.ReplaceAll(text, "IMG}", "'here/nginx@sha256:1'}")); !reflect.DeepEqual(got.Object.Object, want) {
			t.Errorf("%s: got %v, want %v", name, got.Object.Object, want)
		}
		if same, err := doc.Render(Rewriter{}); err != nil || !reflect.DeepEqual(same.Object, before) {
			t.Errorf("%s: without an Image: got %v, %v", name, same.Object, err)
		}
		if !reflect.DeepEqual(before, doc.Object) {
			t.Errorf("%s: the manifest itself was changed", name)
		}
	}
}

func TestRenderKeepsThePlaceInTheFile(t *testing.T) {
	doc := one(t, "---\n---\n"+pod)
	got, err := doc.Render(Rewriter{})
	if err != nil || got.Index != doc.Index || got.Line != doc.Line || got.Line != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
	got.Object.SetName("changed")
	if doc.Object.GetName() != "a" {
		t.Error("a change of the copy changed the manifest")
	}
}

// A preferred node is replaced, too.
func TestRenderPreferredNode(t *testing.T) {
	const text = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: kubernetes.io/hostname, values: [worker, 3]}, {key: zone, values: [worker]}]}}]}}}}"
	got, err := one(t, text).Render(Rewriter{Node: func(name string) string { return "cluster-" + name }})
	if want := object(t, strings.Replace(text, "worker, 3", "cluster-worker, 3", 1)); err != nil || !reflect.DeepEqual(got.Object.Object, want) {
		t.Errorf("got %v, %v", got.Object.Object, err)
	}
}

func TestWhatADocumentIs(t *testing.T) {
	for _, c := range []struct {
		version, kind      string
		namespace, defines bool
	}{
		{"v1", "Namespace", true, false},
		{"example.org/v1", "Namespace", false, false},
		{"apiextensions.k8s.io/v1", "CustomResourceDefinition", false, true},
		{"v1", "Pod", false, false},
	} {
		doc := one(t, "{apiVersion: "+c.version+", kind: "+c.kind+", metadata: {name: a}}")
		if doc.DeclaresNamespace() != c.namespace || doc.DefinesKind() != c.defines {
			t.Errorf("%s %s: got %t, %t", c.version, c.kind, doc.DeclaresNamespace(), doc.DefinesKind())
		}
	}
}
