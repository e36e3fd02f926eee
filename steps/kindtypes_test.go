package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/steps/step"
)

// TestKindsOfSteps: a step that does not support a kind is rejected when the feature is loaded, whichever name of the kind is
// used, and the error lists the supported kinds.
func TestKindsOfSteps(t *testing.T) {
	for _, text := range []string{
		`configmap "settings" is rolled out within 5s`, `service "web" is rolled out`, `pod "broken" is rolled out`, `job "fine" is rolled out`,
		`replicaset "web" is rolled out`, `rollout "web" is rolled out`, `po "web" is rolled out`, `deploymnt "web" is rolled out`,
		`configmap "settings" has 0 ready replicas`, `svc "web" has 0 ready replicas`, `Pod "web" has 0 ready replicas`, `job "x" has 0 ready replicas`,
		`daemonset "agent" is scaled to 2 replicas`, `jobs.batch "x" is scaled to 2 replicas`, `pod "x" is scaled to 0 replicas`,
		`every pod of service "web" is on node "worker"`, `every pod of job "x" is an endpoint of service "web"`,
		`no pod of node "worker" was ever on node "worker"`, `the pods of namespace "x" are on 0 different nodes`,
		`the pod of service "web" is called "x"`, `the pods of configmap "x" are replaced`,
		`throughout, service "web" has at least 2 available replicas`,
		`configmap "x" owns 1 replicaset, which owns its pods`, `deployment "x" owns 1 service, which owns its pods`,
	} {
		problem := refused(t, text)
		if !strings.Contains(problem, "deployment (deployments, deploy)") || !strings.Contains(problem, "statefulset (statefulsets, sts)") {
			t.Errorf("%s: %q", text, problem)
		}
	}
	const advice = "of a custom resource ask for what its controller says"
	if problem := refused(t, `rollout "web" is rolled out`); !strings.Contains(problem, advice) {
		t.Error(problem)
	}
	if problem := refused(t, `job "fine" is rolled out`); strings.Contains(problem, advice) {
		t.Error(problem)
	}
	for _, text := range []string{
		`deploy "web" is rolled out`, `sts "db" is rolled out within 2m`, `daemonsets.apps "agent" is rolled out`, `StatefulSet "db" is rolled out`,
		`rs "web" has 3 ready replicas`, `rc "web" is scaled to 1 replica`, `rollout "web" is scaled to 1 replica`, `rollouts.argoproj.io "web" has 3 ready replicas`,
		`services.serving.knative.dev "web" has 1 ready replica`, `the pod of job "x" is called "y"`, `the pod of cj "x" is called "y"`,
		`no pod of job "x" was ever on node "worker"`, `every pod of database "x" is on node "worker"`, `configmap "x" exists`,
		`cronjob "x" does not exist`, `deployments "x" owns 2 replicasets, which own its pods`, `database "x" owns 1 statefulset, which owns its pods`,
	} {
		if problem := refused(t, text); problem != "" {
			t.Errorf("%s: %s", text, problem)
		}
	}
}

// refused returns what lint reports about a step; "" if there is no problem.
func refused(t *testing.T, text string) string {
	t.Helper()
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Match(text, step.NoArgument)
	if err == nil {
		err, _ = m.Plan(step.Argument{}, step.Place{}).Problems()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestKindNames: no two kinds share a name, so it is clear which kind is rejected.
func TestKindNames(t *testing.T) {
	taken := map[string]string{}
	for _, k := range append(append([]kinds.Kind{}, kinds.PodOwners...), kinds.Others...) {
		for _, name := range append([]string{k.Singular}, strings.Fields(k.Short)...) {
			if other, is := taken[name]; is && k.Singular != "event" {
				t.Errorf("%s is %s and %s", name, k.Singular, other)
			}
			taken[name] = k.Singular
		}
	}
}
