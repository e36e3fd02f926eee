package steps

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// apiServer serves fixed lists, watches without events, and answers writes.
type apiServer struct {
	lists func(resource string) []string // YAML documents
	write func(w http.ResponseWriter, r *http.Request)
}

// served are the discovery documents, by path.
var served = map[string]string{
	"/api":            `{"kind": "APIVersions", "versions": ["v1"]}`,
	"/apis":           `{"kind": "APIGroupList", "apiVersion": "v1", "groups": [` + group("apps") + `, ` + group("policy") + `]}`,
	"/api/v1":         resourceList("v1", "pods", "Pod"),
	"/apis/apps/v1":   resourceList("apps/v1", "daemonsets", "DaemonSet", "controllerrevisions", "ControllerRevision"),
	"/apis/policy/v1": resourceList("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"),
}

func group(name string) string {
	version := `{"groupVersion": "` + name + `/v1", "version": "v1"}`
	return `{"name": "` + name + `", "versions": [` + version + `], "preferredVersion": ` + version + `}`
}

func resourceList(version string, kinds ...string) string {
	var all []string
	for i := 0; i < len(kinds); i += 2 {
		all = append(all, `{"name": "`+kinds[i]+`", "singularName": "`+strings.ToLower(kinds[i+1])+`", "kind": "`+kinds[i+1]+`", "namespaced": true, "verbs": ["get", "list", "watch", "patch"]}`)
	}
	return `{"kind": "APIResourceList", "groupVersion": "` + version + `", "resources": [` + strings.Join(all, ", ") + `]}`
}

func (s *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	query := r.URL.Query()
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case served[r.URL.Path] != "":
		_, _ = w.Write([]byte(served[r.URL.Path]))
	case r.Method != http.MethodGet:
		s.write(w, r)
	case query.Get("sendInitialEvents") == "true":
		refuse(w, 422, metav1.StatusReasonInvalid, "not here")
	case query.Get("watch") != "":
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	default:
		items := []any{}
		for _, doc := range s.lists(path[len(path)-1]) {
			var item any
			if err := yaml.Unmarshal([]byte(doc), &item); err != nil {
				panic(err)
			}
			items = append(items, item)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"apiVersion": "v1", "kind": "List", "metadata": map[string]any{"resourceVersion": "9"}, "items": items})
	}
}

// refuse responds with a Status.
func refuse(w http.ResponseWriter, code int, reason metav1.StatusReason, message string, causes ...metav1.StatusCause) {
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Reason: reason, Code: int32(code), Message: message,
		Details: &metav1.StatusDetails{Causes: causes}})
}

// open opens a scenario with namespace "a" that uses this server.
func (s *apiServer) open(t *testing.T, timeouts world.Timeouts) *world.World {
	t.Helper()
	server := httptest.NewServer(s)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(func() { hub.Stop(); server.Close() })
	w := (&world.Run{Hub: hub, Client: client, Timeouts: timeouts}).Open(world.Scenario{})
	w.Restore(world.State{Namespaces: map[string]string{"": "a"}})
	w.Timeline.Add("a")
	return w
}
