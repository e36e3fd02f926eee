package scenarios_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// recordedAnswers is the hog's recording with a last step that read a log every second from the beginning and failed after ten,
// and with a request to a service at 3 s.
func recordedAnswers(t *testing.T) *bundle.Bundle {
	t.Helper()
	b := recordedHog(t)
	began := b.Scenario.Started
	last := &b.Steps[2]
	last.Text = `the log of container "app" of pod "hog" contains "done" within 10s`
	b.Files["features/hog.feature"] = []byte(strings.Replace(hog, third, last.Text, 1))
	question := remote.LogOf("gk-hog", "hog", "app", false)
	for i := range 10 {
		at := last.Started.Add(time.Duration(i) * time.Second)
		last.Attempts = append(last.Attempts, at)
		answer := world.NewAnswer(question, at, fmt.Sprintf("line %d\n", i))
		answer.Ended = at.Add(10 * time.Millisecond)
		b.Answers = append(b.Answers, answer)
	}
	service := kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Service"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "services"}, Namespaced: true}
	b.Kinds = append(b.Kinds, bundle.Kind{Kind: service, Since: began})
	core := b.Served.Resources[0]
	core.APIResources = append(core.APIResources, metav1.APIResource{Name: "services", SingularName: "service", Kind: "Service", Namespaced: true, Verbs: []string{"list"}})
	seen := observe.Observation{Seq: 9, Revision: 9, At: began.Add(100 * time.Millisecond), Type: watch.Added,
		Ref: kube.Ref{Kind: service, Namespace: "gk-hog", Name: "web"},
		Object: &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Service", "metadata": map[string]any{"name": "web", "namespace": "gk-hog", "resourceVersion": "9"},
			"spec": map[string]any{"ports": []any{map[string]any{"port": int64(80), "nodePort": int64(30080)}}},
		}}}
	b.Observations = append([]observe.Observation{seen, readySlice(b)}, b.Observations...)
	b.Cluster.Nodes[0].Address = "10.0.0.1"
	asked := world.NewAnswer(remote.GetOf("http://10.0.0.1:30080/"), began.Add(3*time.Second), probe.Reply{Status: 200, Body: "hello"})
	b.Answers = append(b.Answers, asked)
	return b
}

// readySlice says that the service has a ready endpoint, and adds the kind to what the cluster serves.
func readySlice(b *bundle.Bundle) observe.Observation {
	group := schema.GroupVersion{Group: "discovery.k8s.io", Version: "v1"}
	kind := kube.Kind{GVK: group.WithKind("EndpointSlice"), GVR: group.WithResource("endpointslices"), Namespaced: true}
	b.Kinds = append(b.Kinds, bundle.Kind{Kind: kind, Since: b.Scenario.Started})
	version := metav1.GroupVersionForDiscovery{GroupVersion: group.String(), Version: group.Version}
	b.Served.Groups = append(b.Served.Groups, &metav1.APIGroup{Name: group.Group, Versions: []metav1.GroupVersionForDiscovery{version}, PreferredVersion: version})
	b.Served.Resources = append(b.Served.Resources, &metav1.APIResourceList{GroupVersion: group.String(), APIResources: []metav1.APIResource{
		{Name: "endpointslices", SingularName: "endpointslice", Kind: "EndpointSlice", Namespaced: true, Verbs: []string{"list", "watch"}}}})
	return observe.Observation{Seq: 10, Revision: 10, At: b.Scenario.Started.Add(100 * time.Millisecond), Type: watch.Added,
		Ref: kube.Ref{Kind: kind, Namespace: "gk-hog", Name: "web-1"},
		Object: &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": group.String(), "kind": "EndpointSlice",
			"metadata":  map[string]any{"name": "web-1", "namespace": "gk-hog", "resourceVersion": "10", "labels": map[string]any{"kubernetes.io/service-name": "web"}},
			"ports":     []any{map[string]any{"port": int64(8080)}},
			"endpoints": []any{map[string]any{"addresses": []any{"10.1.0.1"}, "conditions": map[string]any{"ready": true}}},
		}}}
}

// TestReplayOfAnswers judges again what was asked during the recording, and nothing else.
func TestReplayOfAnswers(t *testing.T) {
	const was = `the log of container "app" of pod "hog" contains "done" within 10s`
	for name, c := range map[string]struct {
		step   string
		status report.Status
		says   string
	}{
		"as it was":       {"", report.Failed, `saw   the log ends with "line 9" (asked 10 times in 10s)`},
		"what came":       {strings.Replace(was, "done", "line 7", 1), report.Passed, ""},
		"too late":        {`the log of container "app" of pod "hog" contains "line 7" within 5s`, report.Failed, `saw   the log ends with "line 4" (asked 5 times in 5s)`},
		"longer":          {strings.Replace(was, "10s", "11s", 1), report.Pending, `the recording ends 10.1s after this step began; until then: the log ends with "line 9"`},
		"another log":     {strings.Replace(was, "the log", "the previous log", 1), report.Pending, "it was not asked while this was recorded: the previous log"},
		"another status":  {`service "web" answers HTTP 404 with "hello" on its node port of node "worker" within 1s`, report.Failed, "saw   on node \"c-worker\": http://10.0.0.1:30080/ answered HTTP 200 (asked once in 1s)"},
		"the status":      {`service "web" answers HTTP 200 with "hello" on its node port of node "worker"`, report.Passed, ""},
		"not asked again": {`service "web" answers HTTP 404 with "hello" on its node port of node "worker"`, report.Pending, "/; until then: on node \"c-worker\": http://10.0.0.1:30080/ answered HTTP 200"},
		"silence":         {`service "web" does not answer on its node port of node "worker" within 1s`, report.Failed, "answered HTTP 200"},
		"no answer is no silence": {"container \"app\" of pod \"hog\" has restarted 1 time\n    And service \"web\" does not answer on its node port of node \"worker\" within 1s",
			report.Pending, "it was not asked often enough while this was recorded: GET http://10.0.0.1:30080/"},
		"no command":    {`running "true" in pod "hog" exits with 0`, report.Pending, "it was not asked while this was recorded"},
		"no write":      {`the cluster accepts no writes`, report.Pending, "no configmaps"},
		"no other step": {`node "worker" is drained`, report.Pending, "it cannot be replayed"},
	} {
		t.Run(name, func(t *testing.T) {
			b, text := recordedAnswers(t), ""
			if c.step != "" {
				text = strings.Replace(string(b.Files["features/hog.feature"]), was, c.step, 1)
			}
			s := replayed(t, b, text)
			said := s.Err
			if s.Failure != nil {
				said += s.Failure.Error()
			}
			if s.Status != c.status || !strings.Contains(said, c.says) {
				t.Errorf("got %s, want %s with %q:\n%s", s.Status, c.status, c.says, said)
			}
		})
	}
}

// TestReplayHidesValuesOfSecrets: a recorded answer may contain a value of a Secret, while the recorded Secret has none. The
// answer is judged as it was, and shown without the value.
func TestReplayHidesValuesOfSecrets(t *testing.T) {
	const value = "s3cr3t-of-a-file"
	b := recordedAnswers(t)
	for i := range b.Answers[:10] {
		b.Answers[i].Value = json.RawMessage(`"login with ` + value + `\n"`)
	}
	text := string(b.Files["features/hog.feature"])
	if s := replayed(t, b, text); !strings.Contains(fmt.Sprint(s.Failure), value) {
		t.Fatalf("it is not shown at all: %v", s.Failure)
	}
	b.Hidden = []string{value}
	s := replayed(t, b, text)
	if shown := fmt.Sprint(s.Failure, s.Err, s.Steps[2].Err); s.Outcome() != report.OutcomeFailed || strings.Contains(shown, value) || !strings.Contains(shown, kube.HiddenValue) {
		t.Errorf("%v: %s", s.Outcome(), shown)
	}
	if s := replayed(t, b, strings.Replace(text, `contains "done"`, `contains "login with `+value+`"`, 1)); s.Outcome() != report.OutcomePassed {
		t.Errorf("it is judged by what is shown: %v", s.Failure)
	}
}
