package steps

import (
	"context"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// TestWhatASpecRulesOut: a step about a Service fails fast, with the reason, if the type of the Service rules out what is
// expected.
func TestWhatASpecRulesOut(t *testing.T) {
	ref := kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "s"}
	b := objects.Backing{Service: ref, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
	external := externalIs(ref, func(address string) bool { return address != "" })
	internal := externalIs(ref, func(address string) bool { return address == "" })
	node := nodePortsBetween(ref, 30000, 32767)
	none := unlessName(b, func(v observe.View) observe.Verdict {
		have, _ := b.Staying(v)
		return observe.Verdict{Met: have.Exactly(0), Saw: "met"}
	})
	const cluster, ports = "type: ClusterIP, clusterIP: 10.0.0.1", ", ports: [{port: 80}]"
	for _, c := range []struct {
		name  string
		check observe.Check
		spec  string
		saw   string // empty if the check is met
		waits bool
	}{
		{"an external address of a cluster IP", external, cluster + ports, `service "s" has type ClusterIP; only a LoadBalancer gets an external address`, false},
		{"no external address of a cluster IP", internal, cluster + ports, `service "s" has type ClusterIP; only a LoadBalancer gets an external address`, false},
		{"an external address of a headless service", external, "type: ClusterIP, clusterIP: None", `service "s" has type ClusterIP; only a LoadBalancer gets an external address`, false},
		{"an external address of a name", external, "type: ExternalName", `service "s" has type ExternalName; only a LoadBalancer gets an external address`, false},
		{"a type that is the default", external, "clusterIP: 10.0.0.1", `service "s" has type ClusterIP; only a LoadBalancer gets an external address`, false},
		{"a load balancer", external, "type: LoadBalancer" + ports, "its external address is pending", true},
		{"a node port of a cluster IP", node, cluster + ports, `service "s" has type ClusterIP; only NodePort and LoadBalancer services get a node port`, false},
		{"a node port of a name, which has no ports", node, "type: ExternalName", `service "s" has type ExternalName; only NodePort and LoadBalancer services get a node port`, false},
		{"a node port of a headless service without ports", node, "type: ClusterIP, clusterIP: None", `service "s" has type ClusterIP; only NodePort and LoadBalancer services get a node port`, false},
		{"a load balancer without node ports", node, "type: LoadBalancer" + ports, `service "s" has no node port, although its type is LoadBalancer`, false},
		{"another node port", node, "type: NodePort, ports: [{port: 80, nodePort: 20000}]", "port 80 has the node port 20000", false},
		{"a node port", node, "type: NodePort, ports: [{port: 80, nodePort: 30080}]", "", false},
		{"endpoints of a name", none, "type: ExternalName", `service "s" has type ExternalName; it is only a name in DNS, and has no endpoints`, false},
		{"no endpoints of a headless service without selector", none, "type: ClusterIP, clusterIP: None", "", false},
	} {
		got := c.check(viewtest.See(t, "{kind: Service, metadata: {name: s, namespace: a, uid: u}, spec: {"+c.spec+"}}"))
		viewtest.Verdict(t, c.name, got, c.saw)
		if !got.Met && (got.FailsFast == nil) != c.waits {
			t.Errorf("%s: it fails fast: %v", c.name, got.FailsFast)
		}
	}
}

// TestASpecIsItsOwnCause: a Service without an external address is not explained by its missing endpoints.
func TestASpecIsItsOwnCause(t *testing.T) {
	w := viewtest.Open(t, viewtest.See(t, "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a, uid: u}, spec: {type: ClusterIP, selector: {app: web}, ports: [{port: 80}]}}"))
	ref := w.Ref("Service", "s")
	for name, err := range map[string]error{
		"a check":    assert.Eventually(t.Context(), w.World, step.Ending{Within: time.Minute}, ref, externalIs(ref, func(address string) bool { return address != "" })),
		"a question": askNodePort(t.Context(), w, ref),
	} {
		if err == nil || strings.Contains(err.Error(), "SERVICE_NO_ENDPOINTS") || strings.Contains(err.Error(), "gave up") || !strings.Contains(err.Error(), "has type ClusterIP; only") ||
			!strings.Contains(err.Error(), "hint  write `type: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func askNodePort(ctx context.Context, w viewtest.World, ref kube.Ref) error {
	return assert.Poll(ctx, w.World, step.Ending{Within: time.Minute}, ref, func(context.Context) error {
		_, err := nodePortOf(w.World, ref)
		return err
	})
}

// TestAddressesOfServices: which Services have a cluster IP.
func TestAddressesOfServices(t *testing.T) {
	ref := kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "s"}
	for says, spec := range map[string]corev1.ServiceSpec{
		"":                               {ClusterIP: "10.0.0.1", Ports: []corev1.ServicePort{{Port: 80}}},
		"is headless (clusterIP: None)":  {ClusterIP: corev1.ClusterIPNone},
		"has type ExternalName, and so ": {Type: corev1.ServiceTypeExternalName},
	} {
		no := assert.NoClusterIP(ref, &corev1.Service{Spec: spec})
		if (no == nil) != (says == "") || no != nil && !strings.Contains(no.Says, says) {
			t.Errorf("%+v: %v", spec, no)
		}
	}
}
