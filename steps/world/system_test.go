package world

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// bareCluster has no SystemNamespace until it is created, and may reject its creation.
type bareCluster struct {
	t       *testing.T
	refuses bool
	made    *corev1.Namespace
	asked   []string
}

func (b *bareCluster) client() *kube.Client {
	b.t.Helper()
	return clientOf(b.t, b)
}

func (b *bareCluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.asked = append(b.asked, r.Method+" "+r.URL.Path)
	w.Header().Set("Content-Type", "application/json")
	status := func(code int, reason metav1.StatusReason, kind string) {
		w.WriteHeader(code)
		b.write(w, metav1.Status{TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: "Failure", Code: int32(code), Reason: reason,
			Message: string(reason), Details: &metav1.StatusDetails{Kind: kind}})
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/api/v1/namespaces") && b.refuses:
		status(http.StatusForbidden, metav1.StatusReasonForbidden, "namespaces")
	case strings.HasSuffix(r.URL.Path, "/api/v1/namespaces"):
		b.made = &corev1.Namespace{}
		if err := json.NewDecoder(r.Body).Decode(b.made); err != nil {
			b.t.Error(err)
		}
		b.write(w, b.made)
	case b.made == nil:
		status(http.StatusNotFound, metav1.StatusReasonNotFound, "namespaces")
	default:
		b.write(w, corev1.ConfigMap{TypeMeta: metav1.TypeMeta{Kind: "ConfigMap", APIVersion: "v1"}})
	}
}

func (b *bareCluster) write(w http.ResponseWriter, v any) {
	if err := json.NewEncoder(w).Encode(v); err != nil {
		b.t.Error(err)
	}
}

// The journal is in its own namespace, which the first run creates.
func TestTheNamespaceOfRunsIsMadeOnDemand(t *testing.T) {
	b := &bareCluster{t: t}
	j := &journal{client: b.client(), run: "abc"}
	if _, err := j.add(t.Context(), NodeAction{Do: Uncordon, Node: "one"}); err != nil {
		t.Fatal(err)
	}
	if b.made == nil || b.made.Name != SystemNamespace || b.made.Labels["app.kubernetes.io/name"] != "gherkind" || b.made.Labels[LabelRun] != "" {
		t.Errorf("made %+v", b.made)
	}
	for _, asked := range b.asked {
		if strings.Contains(asked, "/namespaces/default") {
			t.Errorf("%s: this namespace belongs to somebody else", asked)
		}
	}
	if i := slices.Index(b.asked, "POST /api/v1/namespaces"); i != 1 {
		t.Errorf("the namespace is created if it is missing, without reading it first: %q", b.asked)
	}
}

// Without permission to create the namespace, the error says who must do what.
func TestTheNamespaceOfRunsMayNotBeMade(t *testing.T) {
	b := &bareCluster{t: t, refuses: true}
	_, err := (&journal{client: b.client(), run: "abc"}).add(context.WithoutCancel(t.Context()), NodeAction{Do: Uncordon, Node: "one"})
	if err == nil || !strings.Contains(err.Error(), "kubectl create namespace gherkind-system") || !strings.Contains(err.Error(), "Forbidden") {
		t.Errorf("got %v", err)
	}
}

// On a gherkind cluster, journals of older versions are still executed; on an external one they are not read.
func TestJournalsOfOlderVersions(t *testing.T) {
	for _, foreign := range []bool{false, true} {
		b := &bareCluster{t: t, made: &corev1.Namespace{}}
		r := &Run{Client: b.client(), Foreign: foreign}
		if _, err := r.journals(t.Context()); err != nil {
			t.Fatal(err)
		}
		if read := slices.ContainsFunc(b.asked, func(a string) bool { return strings.Contains(a, "/namespaces/default") }); read == foreign {
			t.Errorf("foreign %v: asked %q", foreign, b.asked)
		}
	}
}
