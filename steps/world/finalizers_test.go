package world

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestFinalizersTakenAwayAreSaid: the removal of finalizers gives a warning; otherwise a controller that never removes its
// finalizer would go unnoticed.
func TestFinalizersTakenAwayAreSaid(t *testing.T) {
	for name, c := range map[string]struct{ there, warns, patch string }{
		"still held":             {`"finalizers": ["a/own", "b/other"]`, `the clean-up took the finalizer a/own from configmap "held": whether its controller releases it was not seen`, `["b/other"]`},
		"deleted, and not freed": {`"deletionTimestamp": "2026-05-01T12:00:00Z", "finalizers": ["a/own"]`, "which was deleted: its controller has not released it", `null`},
		"changed meanwhile":      {`"resourceVersion": "7", "finalizers": ["a/own", "b/other"]`, "the clean-up took the finalizer a/own", `"resourceVersion":"7"`},
		"released":               {`"finalizers": ["b/other"]`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			patched, conflicts := "", 0
			if name == "changed meanwhile" {
				conflicts = 1
			}
			client := clientOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPatch && strings.HasSuffix(r.URL.Path, "/held") { // not the journal
					body := make([]byte, r.ContentLength)
					_, _ = r.Body.Read(body)
					patched = string(body)
				}
				w.Header().Set("Content-Type", "application/json")
				if r.Method == http.MethodPatch && strings.HasSuffix(r.URL.Path, "/held") && conflicts > 0 {
					conflicts--
					w.WriteHeader(http.StatusConflict)
					_, _ = w.Write([]byte(`{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Conflict", "code": 409}`))
					return
				}
				_, _ = w.Write([]byte(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "namespace": "a", ` + c.there + `}}`))
			}))
			var warnings []string
			w := &World{Run: &Run{Client: client, journal: &journal{client: client, run: "x"}}, Warned: func(text string) { warnings = append(warnings, text) }}
			obj := &unstructured.Unstructured{Object: map[string]any{}}
			obj.SetFinalizers([]string{"a/own"})
			gv := schema.GroupVersion{Version: "v1"}
			held := kube.Ref{Kind: kube.Kind{GVK: gv.WithKind("ConfigMap"), GVR: gv.WithResource("configmaps"), Namespaced: true}, Namespace: "a", Name: "held"}
			if err := w.releaseFinalizers(t.Context(), held, obj); err != nil {
				t.Fatal(err)
			}
			if err := w.undo.run(context.WithoutCancel(t.Context()), DefaultTimeouts().Undo); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(warnings, "|"); (got == "") != (c.warns == "") || !strings.Contains(got, c.warns) {
				t.Errorf("warned %q, want %q", got, c.warns)
			}
			if (patched == "") != (c.patch == "") || !strings.Contains(patched, c.patch) {
				t.Errorf("patched with %q, want %s", patched, c.patch)
			}
		})
	}
}

// TestFinalizersOfTemplates: finalizers in templates, which controllers copy to the objects they create, are journaled as well.
func TestFinalizersOfTemplates(t *testing.T) {
	const template = `{"metadata": {"finalizers": ["a/own"]}, "spec": {}}`
	for object, want := range map[string]string{
		`"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": ` + template + `}`:                                                                         "Pod a/own",
		`"apiVersion": "batch/v1", "kind": "Job", "spec": {"template": ` + template + `}`:                                                                               "Pod a/own",
		`"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": ` + template + `}}}`:                                                "Pod a/own",
		`"apiVersion": "v1", "kind": "ReplicationController", "spec": {"template": ` + template + `}`:                                                                   "Pod a/own",
		`"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {"template": {}, "volumeClaimTemplates": [` + template + `, {"metadata": {"finalizers": ["b/own"]}}]}`: "PersistentVolumeClaim a/own b/own",
		`"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"metadata": {}}}`:                                                                         "",
		`"apiVersion": "v1", "kind": "Pod", "metadata": {"finalizers": ["a/own"]}`:                                                                                      "",
		`"apiVersion": "example.com/v1", "kind": "Thing", "spec": {"template": ` + template + `}`:                                                                       "",
		`"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"metadata": {"finalizers": "no list"}}}`:                                                  "",
	} {
		obj := &unstructured.Unstructured{}
		if err := obj.UnmarshalJSON([]byte("{" + object + "}")); err != nil {
			t.Fatal(err)
		}
		var got []string
		for gvk, finalizers := range finalizersOfTemplates(obj) {
			got = append(got, gvk.Kind+" "+strings.Join(finalizers, " "))
		}
		if text := strings.Join(got, "; "); text != want {
			t.Errorf("%s: %q, want %q", object, text, want)
		}
	}
}
