package engine

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestLateKubelet: an event by which a kubelet says that it has not received an object in time is no behaviour of the pod; one
// about an object that does not exist is.
func TestLateKubelet(t *testing.T) {
	const (
		late   = `MountVolume.SetUp failed for volume "kube-api-access-x" : failed to sync configmap cache: timed out waiting for the condition`
		gone   = `MountVolume.SetUp failed for volume "kube-api-access-x" : object "a"/"kube-root-ca.crt" not registered`
		absent = `MountVolume.SetUp failed for volume "settings" : configmap "settings" not found`
	)
	event := func(component, message string) string {
		return `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: a}, reason: FailedMount, type: Warning, source: {component: ` +
			component + `, host: worker2}, message: '` + message + `'}`
	}
	saw := func(message string) *explain.Failure {
		return &explain.Failure{Saw: `the event FailedMount was recorded about pod "web": ` + message}
	}
	for name, c := range map[string]struct {
		event  string
		failed error
		late   bool
	}{
		"seen":                         {event("kubelet", late), saw(late), true},
		"seen, not registered":         {event("kubelet", gone), saw(gone), true},
		"the reason":                   {event("kubelet", late), &explain.Failure{Saw: "ContainerCreating", Why: "POD_VOLUME_PENDING: " + late}, true},
		"of an object that is not":     {event("kubelet", absent), saw(absent), false},
		"late, but failed for another": {event("kubelet", late), saw(absent), false},
		"only printed by a container":  {event("kubelet", absent), &explain.Failure{Saw: "the log is: " + late}, false},
		"of another component":         {event("mine", late), saw(late), false},
		"no failure of a check":        {event("kubelet", late), errors.New(late), false},
	} {
		err := lateKubelet(viewtest.See(t, c.event), c.failed)
		if (err != nil) != c.late || c.late && !strings.Contains(err.Error(), "worker2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAtFaultOfALateKubelet: it is asked on every cluster, as it needs nothing but what the scenario has observed.
func TestAtFaultOfALateKubelet(t *testing.T) {
	const late = `MountVolume.SetUp failed for volume "kube-api-access-x" : failed to sync configmap cache: timed out waiting for the condition`
	_, client := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	w := viewtest.Open(t, viewtest.See(t, `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: a}, reason: FailedMount, source: {component: kubelet, host: worker2}, message: '`+late+`'}`))
	w.Run.Client, w.Run.Foreign = client, true
	r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: w.Run}}
	for saw, want := range map[string]bool{late: true, "CrashLoopBackOff": false} {
		fault := r.atFault(t.Context(), w.World, &report.Scenario{}, &explain.Failure{Saw: saw, Err: errors.New(saw)})
		if (fault != nil) != want {
			t.Errorf("%s: %v", saw, fault)
		}
	}
}
