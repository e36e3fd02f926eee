package kube

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// No method of a Writer sends anything that its permit refuses.
func TestNothingIsWrittenWithoutPermit(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if discover(w, r, false) {
			return
		}
		if r.Method != http.MethodGet {
			t.Errorf("sent %s %s", r.Method, r.URL)
		}
		reply(w, 200, podAt("web", "u", "7"))
	})
	no := errors.New("not yours")
	asked := 0
	w := client.Writer(func(Way, Ref) (types.UID, error) { asked++; return "", no }, func(c Change) { t.Errorf("told %+v", c) })
	writer := reflect.ValueOf(w)
	for i := range writer.NumMethod() {
		method := writer.Type().Method(i)
		args := []reflect.Value{reflect.ValueOf(t.Context())}
		for in := 2; in < method.Type.NumIn() && (!method.Type.IsVariadic() || in < method.Type.NumIn()-1); in++ {
			switch method.Type.In(in) {
			case reflect.TypeFor[Ref]():
				args = append(args, reflect.ValueOf(webPod))
			case reflect.TypeFor[*unstructured.Unstructured]():
				args = append(args, reflect.ValueOf(&unstructured.Unstructured{Object: podAt("web", "", "")}))
			default:
				args = append(args, reflect.Zero(method.Type.In(in)))
			}
		}
		asked = 0
		out := writer.Method(i).Call(args)
		if err, ok := out[len(out)-1].Interface().(error); !ok || !errors.Is(err, no) || asked != 1 {
			t.Errorf("Writer.%s asked its permit %d times, and returned %v", method.Name, asked, out[len(out)-1])
		}
	}
}

// An object that has replaced the intended one is not deleted.
func TestOnlyTheObjectThatIsMeantIsDeleted(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			t.Errorf("sent %s %s", r.Method, r.URL)
		}
		reply(w, 200, podAt("web", "another", "7"))
	})
	w := client.Writer(func(Way, Ref) (types.UID, error) { return "mine", nil }, nil)
	if found, err := w.Delete(t.Context(), webPod); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	mine := func(obj *unstructured.Unstructured) bool { return obj.GetUID() == "mine" }
	if found, err := w.DeleteIf(t.Context(), webPod, mine); found || err != nil {
		t.Errorf("%v, %v", found, err)
	}
}

// Apply changes only the intended object: the server refuses it if another object has the name now.
func TestOnlyTheObjectThatIsMeantIsChanged(t *testing.T) {
	for only, want := range map[types.UID]bool{"mine": true, "": false} {
		last := &sent{}
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if discover(w, r, false) {
				return
			}
			last.note(t, r)
			reply(w, 200, podAt("web", "mine", "7"))
		})
		w := client.Writer(func(Way, Ref) (types.UID, error) { return only, nil }, nil)
		for name, change := range map[string]func() error{
			"apply": func() error {
				_, err := w.Apply(t.Context(), &unstructured.Unstructured{Object: podAt("web", "", "")})
				return err
			},
			"patch": func() error { return w.Patch(t.Context(), webPod, []byte(`{"metadata":{"labels":{"a":"b"}}}`)) },
			"scale": func() error { return w.Scale(t.Context(), webPod, 3) },
		} {
			if err := change(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if strings.Contains(last.body, `"uid":"mine"`) != want {
				t.Errorf("%s of %q: sent %s", name, only, last.body)
			}
		}
	}
}
