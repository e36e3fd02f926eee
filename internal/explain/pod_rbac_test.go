package explain

import (
	"strings"
	"testing"
	"time"
)

func TestDenials(t *testing.T) {
	for text, want := range map[string]string{
		`pods is forbidden: User "system:serviceaccount:shop:default" cannot list resource "pods" in API group "" in the namespace "shop"`: `service account "default" of namespace "shop" may not list pods in namespace "shop"`,
		`err="nodes is forbidden: User \"jane\" cannot get resource \"nodes\" in API group \"\" at the cluster scope"`:                     `user "jane" may not get nodes in the whole cluster`,
		`User "jane" cannot create resource "leases" in API group "coordination.k8s.io" in the namespace "kube-system"`:                    `user "jane" may not create leases.coordination.k8s.io in namespace "kube-system"`,
		`User "jane" cannot get path "/metrics"`: `user "jane" may not get /metrics in the whole cluster`,
		`secrets "x" is forbidden: User "system:node:worker" cannot get resource "secrets" in API group "" in the namespace "a"`: ``,
		`pods "web" is forbidden: exceeded quota: two`: ``,
	} {
		got := ""
		if d, ok := denialIn(text); ok {
			got = d.who().String() + " may not " + d.what().String()
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// TestADenialOfAnotherAccount is not a cause: a log may quote answers to others.
func TestADenialOfAnotherAccount(t *testing.T) {
	const answer = `err="pods is forbidden: User \"USER\" cannot list resource \"pods\" in API group \"\" in the namespace \"demo\""`
	for user, want := range map[string]string{
		"system:serviceaccount:demo:reader":  RBACDenied,
		"system:anonymous":                   RBACDenied,
		"system:serviceaccount:demo:default": PodCrashLoop,
		"system:serviceaccount:other:reader": PodCrashLoop,
		"jane":                               PodCrashLoop,
	} {
		facts := moment{objects: `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: demo, uid: p}
spec: {nodeName: worker, serviceAccountName: reader, containers: [{name: main, image: nginx}]}
status: {phase: Running, containerStatuses: [{name: main, restartCount: 3, containerID: x, state: {waiting: {reason: CrashLoopBackOff}}}]}
`}.facts(t)
		facts.Logs = map[string]string{"demo/web/main": strings.ReplaceAll(answer, "USER", user)}
		if found := Why(facts, Subject{"Pod", "demo", "web"}); len(found) == 0 || found[0].Code != want {
			t.Errorf("%s: got %+v, want %s", user, found, want)
		}
	}
}

// TestADenialThatIsOver is not a cause: a container that is well now and ended long ago was refused something then.
func TestADenialThatIsOver(t *testing.T) {
	const answer = `pods is forbidden: User "system:serviceaccount:demo:default" cannot list resource "pods" in API group "" in the namespace "demo"`
	for minutes, want := range map[int]bool{1: true, 60: false} {
		facts := moment{objects: `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: demo, uid: p}
spec: {nodeName: worker, containers: [{name: main, image: nginx}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: main, ready: true, restartCount: 1, containerID: x,
  state: {running: {startedAt: "2026-01-01T12:00:01Z"}}, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: "2026-01-01T12:00:00Z"}}}]}
`}.facts(t)
		facts.Now = time.Date(2026, 1, 1, 12, minutes, 0, 0, time.UTC)
		facts.Logs = map[string]string{"demo/web/main/previous": answer}
		found := Why(facts, Subject{"Pod", "demo", "web"})
		if denied := len(found) > 0 && found[0].Code == RBACDenied; denied != want {
			t.Errorf("after %d minutes: %+v", minutes, found)
		}
	}
}
