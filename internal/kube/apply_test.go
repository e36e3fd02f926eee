package kube

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// applyTo applies the pod "web" to a server with the given handler.
func applyTo(t *testing.T, answer http.HandlerFunc) (*unstructured.Unstructured, *sent, error) {
	t.Helper()
	last := &sent{}
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !discover(w, r, false) {
			last.note(t, r)
			answer(w, r)
		}
	})
	obj := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Pod",
		"metadata": map[string]any{"name": "web", "namespace": "n"}, "spec": map[string]any{"big": int64(9007199254740993)}}}
	before := obj.DeepCopy()
	got, err := client.Writer(nil, nil).Apply(t.Context(), obj)
	if !reflect.DeepEqual(before, obj) {
		t.Errorf("Apply has changed the object: %v", obj)
	}
	return got, last, err
}

func TestApplySends(t *testing.T) {
	got, last, err := applyTo(t, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 201, map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n", "uid": "from the server"}})
	})
	if err != nil || got.GetUID() != "from the server" {
		t.Errorf("got %v, %v", got, err)
	}
	// With force, an apply would take over fields that others own.
	if last.line != "PATCH /api/v1/namespaces/n/pods/web" || last.query != "fieldManager=gherkind&fieldValidation=Strict&force=false" {
		t.Errorf("sent %s?%s", last.line, last.query)
	}
	if !strings.HasPrefix(last.header, "application/apply-patch") || !strings.Contains(last.body, "9007199254740993") || strings.Contains(last.body, "managedFields") {
		t.Errorf("sent %s as %s", last.body, last.header)
	}
}

func TestRefusals(t *testing.T) {
	cause := func(field, message string) map[string]any { return map[string]any{"field": field, "message": message} }
	for name, c := range map[string]struct {
		answer map[string]any
		fields []string
		says   string
	}{
		"invalid": {status(422, "Invalid", `Pod "web" is invalid`, cause("spec.containers", "Required value"), cause("spec.x", "Invalid value: 3")),
			[]string{"spec.containers: Required value", "spec.x: Invalid value: 3"}, `the cluster refused pod "web": spec.containers: Required value; spec.x: Invalid value: 3`},
		"a conflict": {status(409, "Conflict", "Apply failed with 1 conflict", cause(".spec.replicas", `conflict with "kubectl" using apps/v1`)),
			[]string{`.spec.replicas: conflict with "kubectl" using apps/v1`}, `the cluster refused pod "web": .spec.replicas: conflict with "kubectl" using apps/v1`},
		"a cause of no field": {status(422, "Invalid", "it is invalid", cause("", "failed rule: a < b")), []string{"failed rule: a < b"}, `the cluster refused pod "web": failed rule: a < b`},
		"no cause":            {status(403, "Forbidden", "exceeded quota: q"), nil, `the cluster refused pod "web": exceeded quota: q`},
		"no details":          {map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 400, "reason": "BadRequest", "message": "admission webhook denied it"}, nil, `the cluster refused pod "web": admission webhook denied it`},
		"no namespace":        {status(404, "NotFound", `namespaces "n" not found`), nil, `the cluster refused pod "web": namespaces "n" not found`},
	} {
		code, ok := c.answer["code"].(int)
		if !ok {
			t.Fatal("no code")
		}
		got, _, err := applyTo(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, code, c.answer) })
		var refused *ApplyError
		if got != nil || !errors.As(err, &refused) {
			t.Errorf("%s: got %v, %v", name, got, err)
			continue
		}
		if refused.Object != `pod "web"` || refused.Reason != c.answer["message"] || !reflect.DeepEqual(refused.Fields, c.fields) || err.Error() != c.says {
			t.Errorf("%s: got %#v: %v", name, refused, err)
		}
		if string(apierrors.ReasonForError(err)) != c.answer["reason"] { // it wraps the server's own error
			t.Errorf("%s: the reason is %s", name, apierrors.ReasonForError(err))
		}
	}
}

// A step that expects a refusal must not pass because the server is in trouble.
func TestTroubleIsNoRefusal(t *testing.T) {
	answer := func(code int, reason string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { reply(w, code, status(code, reason, "trouble")) }
	}
	for name, handler := range map[string]http.HandlerFunc{
		"a webhook that is not there": answer(500, "InternalError"),
		"unavailable":                 answer(503, "ServiceUnavailable"),
		"a timeout of the server":     answer(504, "Timeout"),
		"busy":                        answer(429, "TooManyRequests"),
		"credentials":                 answer(401, "Unauthorized"),
		"a page of a proxy":           func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusBadGateway) },
		"a page in place of it":       func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"a webhook that does not answer": func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 500, status(500, "InternalError", `Internal error occurred: failed calling webhook "a.b": failed to call webhook: connection refused`))
		},
		"a broken connection": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		_, _, err := applyTo(t, handler)
		if err == nil || errors.As(err, new(*ApplyError)) || !strings.Contains(err.Error(), `pod "web"`) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// conflictAt is the answer to a write that another one disturbed, at an object of a kind.
func conflictAt(kind string) map[string]any {
	answer := status(409, "Conflict", "Operation cannot be fulfilled on "+kind+` "gherkind-lab": the object has been modified; please apply your changes to the latest version and try again`)
	answer["details"] = map[string]any{"name": "gherkind-lab", "kind": kind}
	return answer
}

// TestAConflictElsewhereIsNoRefusal: many pods that are created at a time are in each other's way at their quota. Such a write
// is tried once more, and then is trouble of the server.
func TestAConflictElsewhereIsNoRefusal(t *testing.T) {
	for kind, refuses := range map[string]bool{"resourcequotas": false, "serviceipallocations": false, "pods": true, "Pod": true} {
		for _, always := range []bool{false, true} {
			for way, write := range map[string]func(*Writer, *unstructured.Unstructured) error{
				"apply": func(w *Writer, obj *unstructured.Unstructured) error {
					_, err := w.Apply(t.Context(), obj)
					return err
				},
				"create": func(w *Writer, obj *unstructured.Unstructured) error {
					_, err := w.Generate(t.Context(), obj)
					return err
				},
			} {
				times := 0
				client := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if discover(w, r, false) {
						return
					}
					if times++; always || times == 1 {
						reply(w, 409, conflictAt(kind))
						return
					}
					reply(w, 201, map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n"}})
				})
				obj := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n"}}}
				err := write(client.Writer(nil, nil), obj)
				tries := 2
				if refuses {
					tries = 1
				}
				if fails := always || refuses; (err != nil) != fails || times != tries || errors.As(err, new(*ApplyError)) != refuses || Undecided(err) != (always && !refuses) {
					t.Errorf("%s, a conflict at %s, always: %v: %d tries: %v", way, kind, always, times, err)
				}
			}
		}
	}
}

func TestApplyOfAnUnknownKind(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !discover(w, r, false) {
			t.Errorf("%s %s: nothing may be sent", r.Method, r.URL.Path)
			reply(w, 404, status(404, "NotFound", "no"))
		}
	})
	_, err := client.Writer(nil, nil).Apply(t.Context(), &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Podd", "metadata": map[string]any{"name": "a"}}})
	if !errors.As(err, new(*UnknownKindError)) || errors.As(err, new(*ApplyError)) || !strings.Contains(err.Error(), "Pod in v1") {
		t.Errorf("got %v", err)
	}
}
