package kube

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// What API servers of Kubernetes 1.37 say about objects that do not match their kind, all but the last three with status 500.
func TestRefusalsInGo(t *testing.T) {
	const patch = "failed to create typed patch object (n/web; v1, Kind=Pod): "
	for name, c := range map[string]struct {
		code          int
		object        string
		message, says string
	}{
		"a boolean": {500, `{data: {DEBUG: true}}`, patch + `.data.DEBUG: expected string, got &value.valueUnstructured{Value:true}`,
			`data.DEBUG is true, a boolean: put it in quotes, "true"`},
		"several": {500, `{data: {DEBUG: true, a.b/c: 8080, L: [a]}}`,
			patch + "errors:\n  .data.DEBUG: expected string, got &value.valueUnstructured{Value:true}\n  .data.L: expected string, got &value.valueUnstructured{Value:[]interface {}{\"a\"}}\n  .data.a.b/c: expected string, got &value.valueUnstructured{Value:8080}",
			`data.DEBUG is true, a boolean: put it in quotes, "true"; data.L is a list, where a text belongs; data.a.b/c is 8080, a number: put it in quotes, "8080"`},
		"in the environment": {500, `{spec: {containers: [{name: a}, {name: web, env: [{name: PORT, value: 8080}]}]}}`,
			patch + `.spec.containers[name="web"].env[name="PORT"].value: expected string, got &value.valueUnstructured{Value:8080}`,
			`spec.containers[name="web"].env[name="PORT"].value is 8080, a number: put it in quotes, "8080"`},
		"a name twice": {500, `{spec: {containers: [{name: web, env: [{name: A}, {name: A}]}]}}`,
			patch + `.spec.containers[name="web"].env: duplicate entries for key [name="A"]`,
			`spec.containers[name="web"].env: duplicate entries for key name="A": two items of the list have name="A", keep one of them`},
		"a number in quotes":                     {500, `{spec: {replicas: "2"}}`, patch + `.spec.replicas: expected numeric (int or float), got string`, `spec.replicas is "2", a text: write it without quotes, 2`},
		"a text for a number":                    {500, `{spec: {replicas: 5s}}`, patch + `.spec.replicas: expected numeric (int or float), got string`, `spec.replicas is "5s", a text, where a number belongs`},
		"a text for a boolean":                   {500, `{spec: {paused: "yes"}}`, patch + `.spec.paused: expected boolean, got &{yes}`, `spec.paused is "yes", a text, where true or false belongs`},
		"true in quotes":                         {500, `{spec: {paused: "true"}}`, patch + `.spec.paused: expected boolean, got &{true}`, `write it without quotes, true`},
		"a map for a list":                       {500, `{spec: {containers: {name: a}}}`, patch + `.spec.containers: expected list, got &{map[name:a]}`, `spec.containers is a map, where a list belongs: begin each item with "- "`},
		"a text for a list":                      {500, `{spec: {command: sleep}}`, patch + `.spec.command: expected list, got &{sleep}`, `spec.command is "sleep", a text, where a list belongs`},
		"a list for a map":                       {500, `{spec: [a]}`, patch + `.spec: expected map, got &{[a]}`, `spec is a list, where fields belong`},
		"no such field":                          {500, `{spec: {comand: a}}`, patch + `.spec.comand: field not declared in schema`, `spec.comand is not a field of Pod in v1 (not declared in schema)`},
		"no quantity":                            {500, `{}`, "failed to convert new object (n/web; /v1, Kind=Pod) to proper version: unable to convert unstructured object to /v1, Kind=Pod: quantities must match the regular expression '^x$'", `a value does not have the form that its field requires: quantities must match`},
		"Go's decoder":                           {500, `{}`, "failed to convert new object (n/web; /v1, Kind=Pod) to proper version: unable to convert unstructured object to /v1, Kind=Pod: json: cannot unmarshal bool into Go struct field PodSpec.spec.x of type int32", `spec.x cannot be a bool`},
		"a webhook that says no in its own way":  {503, `{}`, `admission webhook "a.b" denied the request: no`, `admission webhook "a.b" denied the request: no`},
		"a custom resource with a field more":    {400, `{spec: {siez: 1}}`, `Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.siez", unknown field "b"`, `spec.siez is not a field of Pod in v1 (not declared in schema); b is not a field of Pod`},
		"a colon in a key, and nothing there":    {500, `{}`, patch + `.spec.containers[name="a: b"].x: something new`, `spec.containers[name="a: b"].x: something new`},
		"a value that is a key's name as a text": {500, `{data: {a: {b: 1}, a.b: true}}`, patch + `.data.a.b: expected string, got &{true}`, `data.a.b is true, a boolean`},
	} {
		object := object(t, c.object)
		object["apiVersion"], object["kind"], object["metadata"] = "v1", "Pod", map[string]any{"name": "web", "namespace": "n"}
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if !discover(w, r, false) {
				reply(w, c.code, status(c.code, "InternalError", c.message))
			}
		})
		_, err := client.Writer(nil, nil).Apply(t.Context(), &unstructured.Unstructured{Object: object})
		var refused *ApplyError
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v is no refusal", name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.says) || refused.Reason != c.message || !refused.Says(c.message[len(c.message)-8:]) {
			t.Errorf("%s: got %q, want %q", name, err, c.says)
		}
		for _, dump := range []string{"&{", "valueUnstructured", "interface {}", "unmarshal", "Go "} {
			if strings.Contains(err.Error(), dump) {
				t.Errorf("%s: %v is Go", name, err)
			}
		}
	}
}

// An object was scaled and is applied again: for the server, the manager of the scale is another one.
func TestAConflictWithOurselvesIsNone(t *testing.T) {
	conflict := func(with string) map[string]any {
		return map[string]any{"reason": "FieldManagerConflict", "field": ".spec.replicas", "message": `conflict with "` + with + `" with subresource "scale" using apps/v1`}
	}
	for name, c := range map[string]struct {
		causes []map[string]any
		forced bool
	}{
		"ours":            {[]map[string]any{conflict("gherkind")}, true},
		"somebody else's": {[]map[string]any{conflict("kubectl")}, false},
		"both":            {[]map[string]any{conflict("gherkind"), conflict("kubectl")}, false},
		"like ours":       {[]map[string]any{conflict("gherkind-2")}, false},
		"another kind of": {[]map[string]any{{"reason": "FieldValueInvalid", "message": `conflict with "gherkind"`}}, false},
		"none":            {nil, false},
	} {
		var sent []string
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if discover(w, r, false) {
				return
			}
			sent = append(sent, r.URL.Query().Get("force"))
			if sent[len(sent)-1] == "true" {
				var back map[string]any
				if err := json.NewDecoder(r.Body).Decode(&back); err != nil {
					t.Error(err)
				}
				reply(w, 200, back)
				return
			}
			reply(w, 409, status(409, "Conflict", "Apply failed", c.causes...))
		})
		_, err := client.Writer(nil, nil).Apply(t.Context(), &unstructured.Unstructured{Object: object(t, "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: n}}")})
		want := []string{"false"}
		if c.forced {
			want = append(want, "true")
		}
		if (err == nil) != c.forced || !reflect.DeepEqual(sent, want) {
			t.Errorf("%s: sent %q, got %v", name, sent, err)
		}
	}
}
