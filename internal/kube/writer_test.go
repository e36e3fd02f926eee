package kube

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

func remove(t *testing.T, c *Client, ref Ref) error {
	t.Helper()
	_, err := c.Writer(nil, nil).Delete(t.Context(), ref)
	return err
}

// podAt is a pod as in an answer.
func podAt(name, uid, revision string) map[string]any {
	return map[string]any{"apiVersion": "v1", "kind": "Pod",
		"metadata": map[string]any{"name": name, "namespace": "n", "uid": uid, "resourceVersion": revision}}
}

// Every kind of write reports what the answer shows: otherwise a check after it could be judged by an older state.
func TestEveryWriteTellsWhatItHasChanged(t *testing.T) {
	ways := map[string]struct {
		write func(*Writer) error
		want  Change
	}{
		"Apply": {func(w *Writer) error {
			_, err := w.Apply(t.Context(), &unstructured.Unstructured{Object: podAt("web", "", "")})
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"ApplyForced": {func(w *Writer) error {
			_, err := w.ApplyForced(t.Context(), &unstructured.Unstructured{Object: podAt("web", "", "")})
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Generate": {func(w *Writer) error {
			obj := &unstructured.Unstructured{Object: podAt("", "", "")}
			obj.SetGenerateName("we")
			_, err := w.Generate(t.Context(), obj)
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Create": {func(w *Writer) error {
			_, err := w.Create(t.Context(), webPod, &unstructured.Unstructured{Object: podAt("web", "", "")})
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Patch": {func(w *Writer) error { return w.Patch(t.Context(), webPod, []byte("{}")) }, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Change": {func(w *Writer) error {
			_, err := w.Change(t.Context(), webPod, PatchBody{Type: types.MergePatchType, Body: map[string]any{}})
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Scale":  {func(w *Writer) error { return w.Scale(t.Context(), webPod, 1) }, Change{Ref: webPod, UID: "u", Revision: "7"}},
		"Delete": {func(w *Writer) error { _, err := w.Delete(t.Context(), webPod); return err }, Change{Ref: webPod, UID: "u", Revision: "7", Ending: true}},
		"DeleteIf": {func(w *Writer) error {
			_, err := w.DeleteIf(t.Context(), webPod, func(*unstructured.Unstructured) bool { return true })
			return err
		}, Change{Ref: webPod, UID: "u", Revision: "7", Ending: true}},
		"Evict": {func(w *Writer) error { return w.Evict(t.Context(), webPod, "u") }, Change{Ref: webPod, UID: "u", Ending: true}},
		"UpdateNode": {func(w *Writer) error {
			return w.UpdateNode(t.Context(), node1, func(*corev1.Node) (bool, error) { return true, nil })
		}, Change{Ref: node1, UID: "u", Revision: "7"}},
	}
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !discover(w, r, false) {
			answer := podAt("web", "u", "7")
			if strings.Contains(r.URL.Path, "/nodes/") {
				answer["kind"], answer["metadata"].(map[string]any)["name"] = "Node", "one"
			}
			reply(w, 200, answer)
		}
	})
	writer := reflect.TypeFor[*Writer]()
	for i := range writer.NumMethod() {
		name := writer.Method(i).Name
		way, known := ways[name]
		if !known {
			t.Errorf("Writer.%s has no entry in this test: does it report what it has changed?", name)
			continue
		}
		var told []Change
		if err := way.write(client.Writer(nil, func(c Change) { told = append(told, c) })); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(told) != 1 || told[0].UID != way.want.UID || told[0].Revision != way.want.Revision || told[0].Ending != way.want.Ending ||
			told[0].Ref.Name != way.want.Ref.Name {
			t.Errorf("%s told %+v, want %+v", name, told, way.want)
		}
	}
}

// A refused write has changed nothing.
func TestRefusedWritesTellNothing(t *testing.T) {
	client, _ := recorder(t, 403, status(403, "Forbidden", "no"))
	w := client.Writer(nil, func(c Change) { t.Errorf("told %+v", c) })
	for name, err := range map[string]error{
		"patch": w.Patch(t.Context(), webPod, []byte("{}")),
		"change": func() error {
			_, err := w.Change(t.Context(), webPod, PatchBody{Type: types.MergePatchType, Body: map[string]any{}})
			return err
		}(),
		"scale": w.Scale(t.Context(), webApp, 1),
		"evict": w.Evict(t.Context(), webPod, "u"),
		"node":  w.UpdateNode(t.Context(), node1, func(*corev1.Node) (bool, error) { return true, nil }),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if found, err := w.Delete(t.Context(), webPod); found || err == nil {
		t.Errorf("delete: %v, %v", found, err)
	}
}

// An object that has replaced the one that was read is not deleted.
func TestDeleteMeansTheObjectThatItHasRead(t *testing.T) {
	asked, deleted := 0, []string{}
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			asked++
			reply(w, 200, podAt("web", []string{"old", "new"}[min(asked, 2)-1], "7"))
			return
		}
		last := &sent{}
		last.note(t, r)
		deleted = append(deleted, last.body)
		if len(deleted) == 1 {
			reply(w, 409, status(409, "Conflict", "the UID in the precondition (old) does not match"))
			return
		}
		reply(w, 200, podAt("web", "new", "7"))
	})
	var told []Change
	found, err := client.Writer(nil, func(c Change) { told = append(told, c) }).Delete(t.Context(), webPod)
	if err != nil || !found || len(told) != 1 || told[0].UID != "new" || len(deleted) != 2 {
		t.Errorf("%v, %v: told %+v after %v", found, err, told, deleted)
	}
}
