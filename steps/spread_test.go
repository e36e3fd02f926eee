package steps

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// spreadOver returns a Service with this number of ready endpoints.
func spreadOver(pods int, more string) []string {
	docs := []string{"{kind: Service, metadata: {name: web, namespace: a}, spec: {ports: [{port: 80, targetPort: 80}], " + more + "}}"}
	var ends []string
	for i := range pods {
		docs = append(docs, fmt.Sprintf("{kind: Pod, metadata: {name: p%d, namespace: a, uid: p%[1]d}}", i))
		ends = append(ends, fmt.Sprintf("{addresses: [10.0.0.%d], conditions: {ready: true}, targetRef: {kind: Pod, name: p%[1]d, namespace: a, uid: p%[1]d}}", i))
	}
	return append(docs, "{kind: EndpointSlice, metadata: {name: web-1, namespace: a, labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [{name: '', port: 80, protocol: TCP}], endpoints: ["+
		strings.Join(ends, ", ")+"]}")
}

func ofWeb() objects.Backing {
	return objects.Backing{Service: kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "web"}, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
}

// TestUnsettled: an exact number of answers does not count while the nodes may still send requests only to some of the pods.
func TestUnsettled(t *testing.T) {
	began := time.Now()
	for name, c := range map[string]struct {
		docs  []string
		after time.Duration
		says  string
	}{
		"just changed": {spreadOver(3, ""), time.Second, "have been the same for only 1s"},
		"settled":      {spreadOver(3, ""), 3 * time.Second, ""},
		"none ready":   {spreadOver(0, ""), time.Minute, "not settled"},
		"one is going": {append(spreadOver(2, ""), "{kind: Pod, metadata: {name: p1, namespace: a, uid: p1, deletionTimestamp: '2026-01-01T00:00:00Z'}}"), time.Minute, "not settled"},
		"no slice":     {[]string{"{kind: Service, metadata: {name: web, namespace: a}, spec: {selector: {app: web}}}"}, time.Minute, "it has no EndpointSlice yet"},
		"no service":   {[]string{"{kind: Pod, metadata: {name: x, namespace: a}}"}, 0, ""},
	} {
		v := viewtest.See(t, c.docs...)
		for i := range v {
			v[i].At = began
		}
		got := ofWeb().Unsettled(v, began.Add(c.after))
		if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestServiceNamed(t *testing.T) {
	for host, want := range map[string]string{
		"web": "web own", "web.shop": "web shop", "web.shop.svc.cluster.local": "web shop", "10.0.0.1": " ", "::1": " ", "": " own",
	} {
		if service, namespace := serviceNamed(host, "own"); service+" "+namespace != want {
			t.Errorf("%s: %q in %q", host, service, namespace)
		}
	}
}

// TestFewerAnswersThanEndpoints: a result that may be chance gets a warning.
func TestFewerAnswersThanEndpoints(t *testing.T) {
	for name, c := range map[string]struct {
		more   string
		want   int
		ending step.Ending
		warns  bool
	}{
		"chance":   {"", 1, step.Ending{}, true},
		"all":      {"", 3, step.Ending{}, false},
		"a span":   {"", 1, step.Ending{For: time.Second}, false},
		"affinity": {"sessionAffinity: ClientIP", 1, step.Ending{}, false},
	} {
		w, warnings := viewtest.Open(t, viewtest.See(t, spreadOver(3, c.more)...)), 0
		w.Warned = func(string) { warnings++ }
		if warnFewer(w.World, ofWeb(), c.want, c.ending); (warnings == 1) != c.warns {
			t.Errorf("%s: %d warnings", name, warnings)
		}
	}
}
