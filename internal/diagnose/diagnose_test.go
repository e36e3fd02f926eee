package diagnose

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
)

// TestValuesOfSecretsAreHidden: the termination message of a container may contain the value of a Secret.
func TestValuesOfSecretsAreHidden(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/api/v1/namespaces/shop/secrets" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write([]byte(`{"apiVersion": "v1", "kind": "SecretList", "metadata": {"resourceVersion": "7"}, "items": [
		  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db", "namespace": "shop"}, "data": {"password": "czNjcjN0LW9mLXRoZS1kYg=="}}]}`))
	}))
	defer server.Close()
	client, err := kube.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	const told = `last log line: login with s3cr3t-of-the-db failed`
	findings := []explain.Finding{{Code: "POD_CRASH_LOOP", Sentence: told, Hint: told, Evidence: []string{told, "s3cr3t-of-the-db"}}}
	object := &Object{Findings: findings}
	object.hideSecrets(t.Context(), client, "shop")
	f := object.Findings[0]
	text := strings.Join(append([]string{f.Sentence, f.Hint}, f.Evidence...), "\n")
	if strings.Contains(text, "s3cr3t") || strings.Count(text, kube.HiddenValue) != 4 || !strings.Contains(text, "login with") {
		t.Error(text)
	}
	if object.hideSecrets(t.Context(), client, "other"); len(object.Missing) != 1 {
		t.Errorf("it does not say that they cannot be read: %v", object.Missing)
	}
}
