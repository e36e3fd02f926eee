package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// sliceOf returns an EndpointSlice of Service "web" with these ports and pods.
func sliceOf(name, ports string, pods ...string) string {
	var all []string
	for _, pod := range pods {
		pod, condition, _ := strings.Cut(pod, " ")
		ready := "true"
		if condition != "" {
			ready = "false"
		}
		all = append(all, "{addresses: [10.0.0.1], conditions: {ready: "+ready+"}, targetRef: {kind: Pod, name: "+pod+"}}")
	}
	return "{kind: EndpointSlice, metadata: {name: " + name + ", namespace: a, labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [" +
		ports + "], endpoints: [" + strings.Join(all, ", ") + "]}"
}

func serviceOf(spec string) string {
	return "{kind: Service, metadata: {name: web, namespace: a}, spec: {" + spec + "}}"
}

func labelledPod(name, ports string) string {
	return "{kind: Pod, metadata: {name: " + name + ", namespace: a, labels: {app: web}}, spec: {containers: [{name: app, ports: [" + ports + "]}]}}"
}

// TestEndpointNeedsAPort: if no container port has the name in targetPort, the endpoint controller lists the pod as ready in a
// slice without ports. No request reaches it.
func TestEndpointNeedsAPort(t *testing.T) {
	const named = "selector: {app: web}, ports: [{name: main, port: 80, protocol: TCP, targetPort: htpp}]"
	const two = "selector: {app: web}, ports: [{name: main, port: 80, targetPort: 80}, {name: metrics, port: 9090, targetPort: metricz}]"
	const main, metrics = "{name: main, port: 80}", "{name: metrics, port: 9090}"
	pod := labelledPod("one", "{name: http, containerPort: 80}")
	for name, c := range map[string]struct {
		docs []string
		one  bool   // the Service has one ready endpoint
		none bool   // the Service has none
		saw  string // if it has not exactly one
	}{
		"a targetPort that no container has": {[]string{serviceOf(named), pod, sliceOf("s", "", "one")}, false, true,
			`the service has 0 ready endpoints; without a port: pod "one"; its EndpointSlice has no port for port 80 of the service: ` +
				`container "app" of pod "one" has no port named "htpp"; the nearest is "http"`},
		"no port has a name": {[]string{serviceOf(named), labelledPod("one", "{containerPort: 80}"), sliceOf("s", "", "one")}, false, true,
			`the service has 0 ready endpoints; without a port: pod "one"; its EndpointSlice has no port for port 80 of the service: ` +
				`container "app" of pod "one" has no port named "htpp", and names none`},
		"another protocol": {[]string{serviceOf(named), labelledPod("one", "{name: htpp, containerPort: 80, protocol: UDP}"), sliceOf("s", "", "one")}, false, true,
			`the service has 0 ready endpoints; without a port: pod "one"; its EndpointSlice has no port for port 80 of the service: ` +
				`the port named "htpp" of container "app" of pod "one" is for UDP, not TCP`},
		"the second port leads nowhere": {[]string{serviceOf(two), pod, sliceOf("s", main, "one")}, false, false,
			`the service has 1 ready endpoint: pod "one"; its EndpointSlice has no port for port 9090 of the service: ` +
				`no container of pod "one" has a port named "metricz"; they have http`},
		"both ports": {[]string{serviceOf(two), pod, sliceOf("s", main+","+metrics, "one")}, true, false, ""},
		"each port has another pod": {[]string{serviceOf(two), pod, sliceOf("s", main, "one"), sliceOf("r", metrics, "two no")},
			true, false, ""},
		"headless, without ports": {[]string{serviceOf("clusterIP: None, selector: {app: web}"), pod, sliceOf("s", "", "one")}, true, false, ""},
		"headless, with a port that no container has": {[]string{serviceOf("clusterIP: None, " + named), pod, sliceOf("s", "", "one")}, false, false,
			`the service has 1 ready endpoint: pod "one"; its EndpointSlice has no port for port 80 of the service: ` +
				`container "app" of pod "one" has no port named "htpp"; the nearest is "http"`},
		"made by hand, for another port": {[]string{serviceOf("ports: [{name: main, port: 80}]"), sliceOf("s", "{name: http, port: 80}", "one")}, false, true,
			`the service has 0 ready endpoints; without a port: pod "one"; its EndpointSlice has no port for port 80 of the service`},
		"a port without a name": {[]string{serviceOf("selector: {app: web}, ports: [{port: 80}]"), pod, sliceOf("s", "{name: '', port: 80}", "one")}, true, false, ""},
		"not ready": {[]string{serviceOf(two), pod, sliceOf("s", main+","+metrics, "one no")}, false, true,
			`the service has 0 ready endpoints; not ready: pod "one"`},
		"no pod": {[]string{serviceOf(named), sliceOf("s", "")}, false, true, "the service has 0 ready endpoints"},
	} {
		ref := kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "web"}
		have, problem := objects.Backing{Service: ref, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}.Listed(viewtest.See(t, c.docs...))
		if problem != "" {
			t.Errorf("%s: %s", name, problem)
			continue
		}
		if have.Exactly(1) != c.one || have.AtLeast(1) != c.one || have.Exactly(0) != c.none {
			t.Errorf("%s: one is %v, at least one %v, none %v: %s", name, have.Exactly(1), have.AtLeast(1), have.Exactly(0), have)
		}
		if !c.one && have.String() != c.saw {
			t.Errorf("%s:\n saw %s\nwant %s", name, have, c.saw)
		}
	}
}
