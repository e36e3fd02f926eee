package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// allNodes have the names by which scenarios call them.
type allNodes struct{ world.Nodes }

func (allNodes) Resolve(short string) (string, error) { return short, nil }

// TestAMachineThatIsAway: a failure is inconclusive if a node that the scenario has not locked was not ready for a part of it. A
// request that the API server has refused is a failure all the same, and so is one of a scenario that needs no node.
func TestAMachineThatIsAway(t *testing.T) {
	began := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	ready := func(status string, since time.Duration) string {
		return fmt.Sprintf(`{"type": "Ready", "status": %q, "reason": "R", "lastTransitionTime": %q}`, status, began.Add(since).Format(time.RFC3339))
	}
	const before, after = -time.Hour, time.Minute
	missed := &observe.Missed{Saw: "Pending", Cause: context.DeadlineExceeded}
	absent := apierrors.NewNotFound(schema.GroupResource{Resource: "pods"}, "web")
	const onePod, isReady, hasData = `{"metadata": {"name": "web"}}`, `pod "web" is ready`, `configmap "a" has "1" at "{.data.a}"`
	setUp, joins := []*gherkin.Pickle{{}}, map[string]*Joined{"the same, and another process has made it": {}}
	for name, c := range map[string]struct {
		failed error
		node   string // its condition
		tags   []string
		pods   string
		step   string
		setUps []*gherkin.Pickle
		says   string
	}{
		"it was ready all the time":                  {missed, ready("True", before), nil, onePod, isReady, nil, ""},
		"it is not ready":                            {missed, ready("Unknown", before), nil, onePod, isReady, nil, "node w2: it is not ready"},
		"it has become ready in between":             {missed, ready("True", after), nil, onePod, isReady, nil, "node w2: it was not ready until"},
		"the scenario has locked it":                 {missed, ready("Unknown", after), []string{"@node:w2"}, onePod, isReady, nil, ""},
		"the scenario has locked another one":        {missed, ready("Unknown", after), []string{"@node:w1"}, onePod, isReady, nil, "node w2"},
		"the scenario has the whole cluster":         {missed, ready("Unknown", after), []string{"@exclusive"}, onePod, isReady, nil, ""},
		"a state did not hold":                       {&observe.Missed{Saw: "it has restarted", Cause: errors.New("not held")}, ready("Unknown", after), nil, onePod, isReady, nil, "w2"},
		"a request had no answer":                    {&probe.Failed{Last: absent}, ready("Unknown", after), nil, "", isReady, nil, "w2"},
		"a command could not be run":                 {apierrors.NewInternalError(errors.New("no route to host")), ready("Unknown", after), nil, onePod, isReady, nil, "w2"},
		"the API server has refused a manifest":      {apierrors.NewBadRequest("no"), ready("Unknown", after), nil, onePod, isReady, nil, ""},
		"the API server has too many requests":       {apierrors.NewTooManyRequests("later", 1), ready("Unknown", after), nil, onePod, isReady, nil, "w2"},
		"a node without conditions":                  {missed, "", nil, onePod, isReady, nil, ""},
		"another node, made by somebody":             {missed, ready("True", before) + `]}}, {"metadata": {"name": "own"}, "status": {"conditions": [` + ready("False", after), nil, onePod, isReady, nil, ""},
		"the scenario has no pods":                   {missed, ready("Unknown", after), nil, "", hasData, nil, ""},
		"no pods, but the step is about nodes":       {missed, ready("Unknown", after), nil, "", `node "w2" is Ready`, nil, "w2"},
		"the same in Chinese":                        {missed, ready("Unknown", after), nil, "", `节点 "w2" 已就绪`, nil, "w2"},
		"no pods, but the set-up may have their own": {missed, ready("Unknown", after), nil, "", hasData, setUp, "w2"},
		"the same, and another process has made it":  {missed, ready("Unknown", after), nil, "", hasData, nil, "w2"},
	} {
		_, client := answeringServer(t, func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if strings.HasSuffix(q.URL.Path, "/namespaces/own/pods") {
				_, _ = w.Write([]byte(`{"kind": "PodList", "apiVersion": "v1", "items": [` + c.pods + `]}`))
				return
			}
			_, _ = w.Write([]byte(`{"kind": "NodeList", "apiVersion": "v1", "items": [{"metadata": {"name": "w2"}, "status": {"conditions": [` + c.node + `]}}]}`))
		})
		hub := observe.NewHub(t.Context(), client, observe.Options{})
		run := &world.Run{Client: client, Hub: hub, Nodes: allNodes{}}
		r := &runner{setUps: c.setUps, options: Options{Joins: joins[name]}, session: &session{cluster: &cluster.Cluster{Name: "c", Nodes: []cluster.Node{{Name: "w1"}, {Name: "w2"}}}, run: run}}
		s := &report.Scenario{Tags: c.tags, Started: began, Steps: []*report.Step{{Text: c.step, Status: report.Failed}}}
		w := run.Open(world.Scenario{Tags: c.tags})
		err := r.machineAway(t.Context(), w, []string{"own"}, s, fmt.Errorf("the step: %w", c.failed))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		hub.Stop()
	}
}

// TestAtFaultOfANode: a request without an answer is inconclusive while a node is not ready, and a failure while all are. A pod that
// runs the scenario knows that, too, but not of the nodes of an external cluster.
func TestAtFaultOfANode(t *testing.T) {
	const notReady = "node w2: it is not ready"
	unanswered, missed := &probe.Failed{Last: errors.New("no answer")}, &observe.Missed{Saw: "1", Cause: errors.New("not held")}
	for name, c := range map[string]struct {
		ready   string
		foreign bool
		options Options
		failed  error
		says    string
	}{
		"not ready":                             {"False", false, Options{}, unanswered, notReady},
		"ready":                                 {"True", false, Options{}, unanswered, ""},
		"an external cluster":                   {"False", true, Options{}, unanswered, ""},
		"in a pod, not ready":                   {"False", true, Options{Share: noShare{}}, unanswered, notReady},
		"in a pod, ready":                       {"True", true, Options{Share: noShare{}}, unanswered, ""},
		"in a pod, and an external cluster":     {"False", true, Options{Share: noShare{}, Cluster: cluster.Options{Context: "theirs"}}, unanswered, ""},
		"in a pod, no pods but a joined set-up": {"False", true, Options{Share: noShare{}, Joins: &Joined{}}, missed, notReady},
		"in a pod, no pods and no set-up":       {"False", true, Options{Share: noShare{}}, missed, ""},
	} {
		_, client := answeringServer(t, func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			answer := "{}"
			if strings.HasSuffix(q.URL.Path, "/nodes") {
				answer = `{"kind": "NodeList", "apiVersion": "v1", "items": [{"metadata": {"name": "w2"}, "status": {"conditions": [{"type": "Ready", "status": "` + c.ready + `"}]}}]}`
			}
			_, _ = w.Write([]byte(answer))
		})
		hub := observe.NewHub(t.Context(), client, observe.Options{})
		run := &world.Run{Client: client, Hub: hub, Nodes: allNodes{}, Foreign: c.foreign}
		r := &runner{options: c.options, session: &session{cluster: &cluster.Cluster{Name: "c", Nodes: []cluster.Node{{Name: "w2"}}}, run: run}}
		fault := r.atFault(t.Context(), run.Open(world.Scenario{}), &report.Scenario{Started: time.Now()}, c.failed)
		if (fault == nil) != (c.says == "") || fault != nil && !strings.Contains(fault.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, fault, c.says)
		}
		hub.Stop()
	}
}
