package kube

import (
	"net/http"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestTheProgramMayHaveAnyName: the API server derives the field manager from the user agent, which client-go derives from the
// program's name. Under another name, such as that of a kubectl plugin, that manager would own what gherkind has created, and
// applying it would be refused.
func TestTheProgramMayHaveAnyName(t *testing.T) {
	asked := 0
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if manager, _, _ := strings.Cut(r.UserAgent(), "/"); manager != FieldManager {
			t.Errorf("%s %s is asked by %q", r.Method, r.URL.Path, r.UserAgent())
		}
		reply(w, http.StatusNotFound, status(http.StatusNotFound, "NotFound", "no"))
	})
	_, typed := client.Typed().CoreV1().Namespaces().Get(t.Context(), "a", metav1.GetOptions{})
	_, dynamic := client.Dynamic().Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).Namespace("a").Get(t.Context(), "a", metav1.GetOptions{})
	if typed == nil || dynamic == nil || asked < 2 {
		t.Errorf("asked %d times: %v, %v", asked, typed, dynamic)
	}
}
