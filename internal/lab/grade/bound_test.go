package grade

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// crowded is an API server with one kind, ConfigMap, of which there is no end.
func crowded(t *testing.T, size int) (client *kube.Client, pages *int) {
	t.Helper()
	pages = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/api":
			fmt.Fprint(w, `{"kind": "APIVersions", "versions": ["v1"]}`)
		case "/apis":
			fmt.Fprint(w, `{"kind": "APIGroupList", "groups": []}`)
		case "/api/v1":
			fmt.Fprint(w, `{"kind": "APIResourceList", "groupVersion": "v1", "resources": [{"name": "configmaps", "kind": "ConfigMap", "namespaced": true, "verbs": ["list"]}]}`)
		case "/api/v1/namespaces/student/configmaps":
			*pages++
			var items []string
			for i := range 20 {
				items = append(items, fmt.Sprintf(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c-%d-%d"}, "data": {"a": %q}}`, *pages, i, strings.Repeat("x", size)))
			}
			fmt.Fprintf(w, `{"apiVersion": "v1", "kind": "ConfigMapList", "metadata": {"continue": "more"}, "items": [%s]}`, strings.Join(items, ","))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	client, err := kube.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client, pages
}

// TestANamespaceWithoutEnd: neither the snapshot nor the copy reads more of it than a multiple of the limits.
func TestANamespaceWithoutEnd(t *testing.T) {
	for name, c := range map[string]struct {
		size, most int
		says       string
	}{
		"many objects":  {1, 20, "the namespace has more than 220 objects"},
		"large objects": {10_000, 10, "the objects in the namespace are larger than 640000 bytes together"},
	} {
		e := &exercise.Exercise{Settings: exercise.Settings{Security: "baseline", Limits: exercise.Limits{Objects: 10, Pods: 1, Bytes: 10_000}}}
		for what, read := range map[string]func(*kube.Client) error{
			"snapshot": func(client *kube.Client) error {
				_, err := takeSnapshot(t.Context(), client, "student", e)
				return err
			},
			"copy": func(client *kube.Client) error {
				_, err := built(t.Context(), client, "student", e)
				return err
			},
		} {
			client, pages := crowded(t, c.size)
			err := read(client)
			if _, is := errors.AsType[*TooMuch](err); !is || !strings.Contains(err.Error(), c.says) || *pages > c.most {
				t.Errorf("%s, %s: %v, after %d pages", name, what, err, *pages)
			}
		}
	}
}

// TestTooMuchIsRefused: before the grading, and after it.
func TestTooMuchIsRefused(t *testing.T) {
	honest := objectsOf(t, settings)
	for _, first := range []bool{true, false} {
		looks := 0
		g, err := judged(t.Context(), controllers, func() (snapshot, error) {
			if looks++; first || looks > 1 {
				return nil, &TooMuch{"too much"}
			}
			return honest, nil
		}, graded)
		if _, is := errors.AsType[*TooMuch](err); !is || g != nil {
			t.Errorf("%v, %v", g, err)
		}
	}
}

// TestContentsAreCompared: a snapshot has a hash of what a ConfigMap says, and sees that it has changed.
func TestContentsAreCompared(t *testing.T) {
	hashed := func(text string) snapshot {
		all := objectsOf(t, text)
		if err := withoutContents(all[0]); err != nil {
			t.Fatal(err)
		}
		return all
	}
	const secret = "{apiVersion: v1, kind: Secret, metadata: {name: s, uid: u}, data: {a: b64}, type: Opaque}"
	if what, err := changed(hashed(secret), hashed(secret)); err != nil || what != "" {
		t.Errorf("%q, %v", what, err)
	}
	if what, err := changed(hashed(secret), hashed(strings.Replace(secret, "b64", "b65", 1))); err != nil || what != "Secret s was changed" {
		t.Errorf("%q, %v", what, err)
	}
	if text, err := hashed(secret)[0].MarshalJSON(); err != nil || strings.Contains(string(text), "b64") {
		t.Errorf("%s, %v", text, err)
	}
}
