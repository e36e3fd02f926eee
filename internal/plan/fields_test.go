package plan

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const slips = `Feature: Slips in fields

  Scenario: Nothing is there, and nothing is met
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {replica: 2, paused: 'no'}
      """
    Then deployment "web" matches:
      """
      spec:
        tolerations: null
        replicas: "2"
      """
    And deploy "web" has "2" at "{.status.replica}"
    And service "web" never changed its "spec.clusterIp"
    And thing "web" matches:
      """
      spec: {anything: null}
      """
    And deployment "web" has "2" at "{.status.replicas}"
`

// A field that no version of a kind can have is refused for any cluster. A field that gherkind does not know is refused only for
// clusters of gherkind's own version; other clusters are asked.
func TestFieldsThatAKindHasNot(t *testing.T) {
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(slips)}}
	values := []string{
		`x.feature:9: spec.paused is "no", a text`,
		`x.feature:15: spec.replicas is "2", a text: write it without quotes, 2`,
	}
	fields := []string{
		`x.feature:9: spec.replica is not a field of Deployment in apps/v1: did you mean replicas?`,
		`x.feature:14: spec.tolerations is not a field of Deployment in apps/v1: kubectl explain deployment.spec lists the fields`,
		`x.feature:17: status.replica is not a field of Deployment in apps/v1: did you mean replicas?`,
		`x.feature:18: spec.clusterIp is not a field of Service in v1: did you mean clusterIP?`,
	}
	_, own := Make(Options{FS: tree})
	mustRefuse(t, own, append(values, fields...))
	_, external := Make(Options{FS: tree, Cluster: cluster.Options{Context: "theirs"}})
	mustRefuse(t, external, values)
	tree["features/x.feature"].Data = []byte(strings.NewReplacer(`'no'`, "true", `replicas: "2"`, "replicas: 2").Replace(slips))
	p, err := Make(Options{FS: tree, Cluster: cluster.Options{Kubeconfig: "theirs"}})
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, one := range p.unsure {
		if one.known {
			continue
		}
		left = append(left, one.problem.String())
	}
	if len(left) != len(fields) {
		t.Errorf("to be asked: %q", left)
	}
}

// described is an API server whose OpenAPI has a field that gherkind does not know, and does not describe services.
func described(w http.ResponseWriter, r *http.Request) {
	answers := map[string]string{
		"/openapi/v3": `{"paths": {"apis/apps/v1": {"serverRelativeURL": "/openapi/v3/apis/apps/v1"}, "api/v1": {"serverRelativeURL": "/openapi/v3/api/v1"}}}`,
		"/openapi/v3/apis/apps/v1": `{"components": {"schemas": {"deployment": {
			"x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}], "properties": {
				"spec": {"properties": {"replicas": {"type": "integer"}, "tolerations": {"type": "string"}}},
				"status": {"properties": {"replicas": {"type": "integer"}}}}}}}}`,
	}
	text, has := answers[r.URL.Path]
	if !has {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, text)
}

// A cluster is asked about a field that gherkind does not know. The field is refused or accepted depending on the answer; without
// an answer, the step gets a warning.
func TestFieldsThatOnlyTheClusterKnows(t *testing.T) {
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(strings.NewReplacer(`'no'`, "true", `replicas: "2"`, "replicas: 2").Replace(slips))}}
	p, err := Make(Options{FS: tree, Cluster: cluster.Options{Kubeconfig: "theirs"}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(described))
	defer server.Close()
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	mustRefuse(t, p.checkFields(t.Context(), client, "v1.38.0"), []string{
		`x.feature:9: spec.replica is not a field of Deployment in apps/v1`, `x.feature:17: status.replica is not a field of Deployment in apps/v1`,
	})
	var warned []string
	for step, texts := range p.warnings {
		warned = append(warned, fmt.Sprint(step.line, texts))
	}
	if len(warned) != 1 || !strings.HasPrefix(warned[0], "18 [spec.clusterIp is not a field of Service in v1") || !strings.Contains(warned[0], "the cluster did not say") {
		t.Errorf("warnings: %q", warned)
	}
}

const absences = `Feature: Fields that are wanted absent

  Scenario: They are absent in any case
    Then deployment "web" has nothing at "{.spec.strategy.rollingUpdate}"
    And deployment "web" matches:
      """
      spec: {replicas: 2, paused: null}
      """
    And deployment "web" never changed its "spec.minReadySeconds"
    And thing "web" has nothing at "{.spec.replica}"
    And deployment "web" has "2" at "{.status.replicas}"
`

// A field that gherkind knows but the cluster's version does not have is always absent there. It is refused before the run, like
// a misspelt one.
func TestFieldsThatOnlyAnotherVersionHas(t *testing.T) {
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(absences)}}
	server := httptest.NewServer(http.HandlerFunc(described))
	defer server.Close()
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []cluster.Options{{Kubernetes: "v1.36"}, {Context: "theirs"}} {
		p, err := Make(Options{FS: tree, Cluster: o})
		if err != nil {
			t.Fatal(err)
		}
		mustRefuse(t, p.checkFields(t.Context(), client, "v1.36.4"), []string{
			`x.feature:4: spec.strategy.rollingUpdate is not a field of Deployment in apps/v1 in Kubernetes v1.36.4, which the cluster has`,
			`x.feature:5: spec.paused is not a field`, `x.feature:9: spec.minReadySeconds is not a field`,
		})
		if err := p.checkFields(t.Context(), client, cluster.DefaultKubernetes()+".0"); err != nil {
			t.Errorf("with gherkind's own version: %v", err)
		}
	}
	own, err := Make(Options{FS: tree})
	if err != nil {
		t.Fatal(err)
	}
	if len(own.unsure) > 0 {
		t.Errorf("fields to ask for although the version is gherkind's own: %+v", own.unsure)
	}
}

// If a cluster does not describe a kind, nothing is refused, and the step gets a warning.
func TestFieldsOfWhatIsNotDescribed(t *testing.T) {
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(strings.ReplaceAll(absences, "deployment", "daemonset"))}}
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Make(Options{FS: tree, Cluster: cluster.Options{Context: "theirs"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.checkFields(t.Context(), client, "v1.36.4"); err != nil {
		t.Error(err)
	}
	if len(p.warnings) == 0 {
		t.Error("there is no warning")
	}
}

func mustRefuse(t *testing.T, err error, says []string) {
	t.Helper()
	if err == nil {
		t.Fatal("got no error")
	}
	if got := strings.Count(err.Error(), "x.feature:"); got != len(says) {
		t.Errorf("%d problems, want %d:\n%v", got, len(says), err)
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is not in\n%v", text, err)
		}
	}
}
