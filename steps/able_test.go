package steps

import (
	"errors"
	"testing"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

const dbPod = `
apiVersion: v1
kind: Pod
metadata: {name: db-0, namespace: a, uid: u1}
spec: {containers: [{name: db}]}
`

// TestRunning: a command step waits until the container is running; it fails fast if the pod has no container with that name.
func TestRunning(t *testing.T) {
	ref := viewtest.PodRef("a", "db-0")
	for _, c := range []struct {
		name, doc, container, saw string
		failsFast                 bool
	}{
		{"no pod yet", "{kind: Pod, apiVersion: v1, metadata: {name: other, namespace: a}}", "", `there is no pod "db-0"`, false},
		{"no status yet", dbPod, "", `container "db" has not been reported yet; the pod is `, false},
		{"waiting", dbPod + "status: {containerStatuses: [{name: db, state: {waiting: {reason: ContainerCreating}}}]}", "db",
			`container "db" does not run; the pod is ContainerCreating, 0/1 ready`, false},
		{"runs", dbPod + "status: {containerStatuses: [{name: db, state: {running: {}}}]}", "", "", false},
		{"misspelt", dbPod, "bd", `the pod has no container "bd"; it has "db"`, true},
	} {
		got := assert.Running(ref, c.container)(viewtest.See(t, c.doc))
		viewtest.Verdict(t, c.name, got, c.saw)
		if (got.FailsFast != nil) != c.failsFast {
			t.Errorf("%s: it fails fast: %v", c.name, got.FailsFast)
		}
	}
}

// TestNodePortIsReadInTheAttempt: a Service that does not exist yet is waited for; a Service whose type has no node port is
// not.
func TestNodePortIsReadInTheAttempt(t *testing.T) {
	const head = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a, uid: u}\n"
	for _, c := range []struct {
		name, doc string
		port      int32
		failsFast bool
	}{
		{"not there yet", "apiVersion: v1\nkind: Service\nmetadata: {name: other, namespace: a, uid: u}\n", 0, false},
		{"a cluster IP only", head + "spec: {type: ClusterIP, ports: [{port: 80}]}", 0, true},
		{"a node port", head + "spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}", 30080, false},
	} {
		w := viewtest.Open(t, viewtest.See(t, c.doc))
		ref := w.Ref("Service", "web")
		port, err := nodePortOf(w.World, ref)
		if port != c.port || (err == nil) != (c.port != 0) || errors.Is(err, probe.ErrFailFast) != c.failsFast {
			t.Errorf("%s: port %d, %v", c.name, port, err)
		}
	}
}

// TestNoNodes: a check of every node fails if no nodes are known.
func TestNoNodes(t *testing.T) {
	if _, err := hostsOf(nil, nil); err == nil {
		t.Error("no error")
	}
}
