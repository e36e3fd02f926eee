package kube

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

var (
	deployments = Kind{GVK: schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, Namespaced: true}
	widgets     = Kind{GVK: schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Widget"}, Namespaced: true}
)

func TestParsePatch(t *testing.T) {
	for _, c := range []struct{ text, strategic, custom, body, err string }{
		{"spec: {replicas: 3}", string(types.StrategicMergePatchType), string(types.MergePatchType), `{"spec":{"replicas":3}}`, ""},
		{"spec: {paused: null}", string(types.StrategicMergePatchType), string(types.MergePatchType), `{"spec":{"paused":null}}`, ""},
		{"- {op: replace, path: /spec/replicas, value: 3}", string(types.JSONPatchType), string(types.JSONPatchType), `[{"op":"replace","path":"/spec/replicas","value":3}]`, ""},
		{"- {op: remove, path: /spec/paused}", string(types.JSONPatchType), string(types.JSONPatchType), `[{"op":"remove","path":"/spec/paused"}]`, ""},
		{"", "", "", "", "a.feature:1: the YAML is empty: it would change nothing"},
		{"{}", "", "", "", "a.feature:1: the YAML is empty: it would change nothing"},
		{"[]", "", "", "", "a.feature:1: the list of operations is empty: it would change nothing"},
		{"- {op: put, path: /spec, value: 3}", "", "", "", `a.feature:1: op is "put": it is one of add, remove, replace, move, copy and test`},
		{"- {op: replace, path: spec.replicas, value: 3}", "", "", "", `a.feature:1: path is "spec.replicas": write the names of fields with a slash before each, as in /spec/replicas`},
		{"- {op: replace, path: /spec}", "", "", "", `a.feature:1: op replace needs the field "value"`},
		{"- {op: move, path: /spec}", "", "", "", `a.feature:1: op move needs the field "from"`},
		{"- replace", "", "", "", "a.feature:1: an operation of a JSON patch is a map, as in: {op: replace, path: /spec/replicas, value: 3}"},
		{"[{op: remove, path: /a}]\n---\n[{op: remove, path: /b}]", "", "", "", "a.feature:1: a second document would not be looked at: write one step for each patch"},
		{"a: 1\n---\nb: 1", "", "", "", "a.feature:3: a second document would not be looked at: write one step for each object"},
		{"a: 1\na: 2", "", "", "", "a.feature:2: "},
	} {
		patch, err := ParsePatch("a.feature", []byte(c.text))
		if c.err != "" {
			if err == nil || !strings.HasPrefix(err.Error(), c.err) {
				t.Errorf("%q: %v, want %s", c.text, err, c.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		body := patch.For(deployments, false)
		data, err := json.Marshal(body.Body)
		if err != nil || string(data) != c.body || string(body.Type) != c.strategic || string(patch.For(widgets, false).Type) != c.custom {
			t.Errorf("%q: %s as %s, of a custom resource as %s (%v)", c.text, data, body.Type, patch.For(widgets, false).Type, err)
		}
	}
}

// An image in a patch is replaced by that of this cluster. The patch itself, which is read once, stays unchanged.
func TestImagesOfAPatch(t *testing.T) {
	patch, err := ParsePatch("a.feature", []byte("spec: {template: {spec: {containers: [{name: app, image: nginx}], initContainers: [{name: a, image: busybox}]}}}"))
	if err != nil {
		t.Fatal(err)
	}
	real := patch.Image(func(name string) string { return "local/" + name })
	for _, word := range []string{"local/nginx", "local/busybox"} {
		if !real.Mentions(word) || patch.Mentions(word) {
			t.Errorf("%s: %v, %v", word, real.Mentions(word), patch.Mentions(word))
		}
	}
}

// A patch changes only the intended object: the server refuses it if another object has the name now.
func TestOnlyTheObjectThatIsMeantIsPatched(t *testing.T) {
	for text, want := range map[string]string{
		"spec: {replicas: 3}":                             `{"metadata":{"uid":"mine"},"spec":{"replicas":3}}`,
		"- {op: replace, path: /spec/replicas, value: 3}": `[{"op":"test","path":"/metadata/uid","value":"mine"},{"op":"replace","path":"/spec/replicas","value":3}]`,
	} {
		last := &sent{}
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			last.note(t, r)
			reply(w, 200, podAt("web", "mine", "7"))
		})
		patch, err := ParsePatch("a.feature", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		w := client.Writer(func(Way, Ref) (types.UID, error) { return "mine", nil }, nil)
		if _, err := w.Change(t.Context(), webPod, patch.For(webPod.Kind, false)); err != nil || last.body != want {
			t.Errorf("%s: sent %s (%v)", text, last.body, err)
		}
	}
}

// A refusal by the server is a refusal of the object, as with apply; connection problems are not.
func TestRefusedPatch(t *testing.T) {
	client, _ := recorder(t, 422, status(422, "Invalid", "spec.replicas: must be greater than or equal to 0"))
	_, err := client.Writer(nil, nil).Change(t.Context(), webPod, PatchBody{Type: types.MergePatchType, Body: map[string]any{}})
	refused, is := errors.AsType[*ApplyError](err)
	if !is || !refused.Says("must be greater") {
		t.Errorf("%#v", err)
	}
}
