package steps

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// TestHealthNeedsAnAnswer: a server that does not answer is not NOT_SERVING, and a request that could not be sent decides
// nothing.
func TestHealthNeedsAnAnswer(t *testing.T) {
	const web = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}]}, " +
		"status: {phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: c, ready: true, state: {running: {}}}]}}"
	const service = "{kind: Service, apiVersion: v1, metadata: {name: web, namespace: a, uid: s}, spec: {type: NodePort, clusterIP: 10.0.0.3, ports: [{port: 80, nodePort: 30080}]}}"
	forwarded := world.Question{Kind: world.QuestionHealth, Request: "shop", Namespace: "a", Pod: "web", Port: 5000}
	atNode := world.Question{Kind: world.QuestionHealth, Request: "shop", Address: "10.0.0.1:30080"}
	at := time.Unix(1003, 0)
	for _, test := range []struct {
		wanted     placeholder.Health
		health     probe.Health
		err, want  string
		unobserved bool
	}{
		{"SERVING", probe.Health{Status: "SERVING"}, "", "", false},
		{"NOT_SERVING", probe.Health{Status: "NOT_SERVING"}, "", "", false},
		{"NOT_SERVING", probe.Health{Status: "SERVING"}, "", `the gRPC health of "shop" is SERVING`, false},
		{"SERVING", probe.Health{Status: "SERVICE_UNKNOWN"}, "", `the gRPC health of "shop" is SERVICE_UNKNOWN`, false},
		{"NOT_SERVING", probe.Health{}, "connection refused", "connection refused", false},
		{"SERVICE_UNKNOWN", probe.Health{}, "Unavailable: EOF", "Unavailable: EOF", false},
		{"NOT_SERVING", probe.Health{Unasked: true}, "no route", "no route", true},
	} {
		for name, ask := range map[string]func(*story) error{
			"forwarded": func(s *story) error {
				return podHealthForwarded(t.Context(), s.World, s.pod("web"), 5000, test.wanted, "shop", upTo(5))
			},
			"on a node": func(s *story) error {
				return serviceHealthOnNode(t.Context(), s.World, s.service("web"), 80, test.wanted, "shop", world.NodeName{Name: "worker"}, upTo(5))
			},
		} {
			first, second := world.NewAnswer(forwarded, at, test.health), world.NewAnswer(atNode, at, test.health)
			first.Err, second.Err = test.err, test.err
			err := ask(tell(t, viewtest.See(t, web, service), world.State{}, first, second))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) || errors.Is(err, observe.ErrUnobserved) != test.unobserved {
				t.Errorf("%s of %v (%s), %s: got %v, want %q", test.wanted, test.health, test.err, name, err, test.want)
			}
		}
	}
}
