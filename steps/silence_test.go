package steps

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestSilenceOfWhatIsNotThereYet: a server that does not listen yet refuses connections, and a Service without endpoints does
// not answer. Neither proves anything.
func TestSilenceOfWhatIsNotThereYet(t *testing.T) {
	const ready, starting = "conditions: [{type: Ready, status: 'True'}]", "conditions: [{type: Ready, status: 'False'}]"
	pod := func(status string) string {
		return "{kind: Pod, metadata: {name: web, namespace: a, uid: u}, status: {phase: Running, " + status + "}}"
	}
	const service = "{kind: Service, metadata: {name: web, namespace: a, uid: s}, spec: {selector: {app: web}, ports: [{name: main, port: 80}]}}"
	const port = "{name: main, port: 80}"
	span := step.Ending{For: time.Second}
	for name, c := range map[string]struct {
		docs   []string
		asked  string // the pod, the Service, or a host name that may be that of the Service
		ending step.Ending
		says   string // "" if the silence counts
	}{
		"a pod that is ready":                  {[]string{pod(ready)}, "pod", step.Ending{}, ""},
		"a pod that starts":                    {[]string{pod(starting)}, "pod", step.Ending{}, `pod "web" is not ready, and refuses for that alone`},
		"a pod that starts, for a span":        {[]string{pod(starting)}, "pod", span, ""},
		"no pod":                               {nil, "pod", step.Ending{}, `there is no pod "web"`},
		"a service with an endpoint":           {[]string{service, sliceOf("s", port, "web")}, "service", step.Ending{}, ""},
		"a service without":                    {[]string{service, sliceOf("s", port)}, "service", step.Ending{}, "nobody is there to answer"},
		"a service whose endpoint starts":      {[]string{service, sliceOf("s", port, "web no")}, "service", step.Ending{}, `not ready: pod "web"`},
		"a service without slices":             {[]string{service}, "service", step.Ending{}, "no EndpointSlice yet"},
		"a service without slices, for a span": {[]string{service}, "service", span, ""},
		"a host that is a service without":     {[]string{service, sliceOf("s", port)}, "host", step.Ending{}, "nobody is there to answer"},
		"a host that is a service with one":    {[]string{service, sliceOf("s", port, "web")}, "host", step.Ending{}, ""},
		"a host that is another name":          {[]string{strings.Replace(service, "{selector", "{type: ExternalName, selector", 1)}, "host", step.Ending{}, ""},
		"a host that is no service":            {nil, "host", step.Ending{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := seenBy(t, viewtest.See(t, c.docs...))
			silent := func(context.Context) error { return nil }
			ask := assert.WhenReady(w, viewtest.PodRef("a", "web"), c.ending, silent)
			b := objects.Backing{Service: kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "web"}, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
			switch c.asked {
			case "service":
				ask = assert.WhenServed(w, c.ending, b.Listed, silent)
			case "host":
				ask = assert.WhenThere(w, c.ending, b, silent)
			}
			err := ask(t.Context())
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

// seenBy returns a world that has made these observations.
func seenBy(t *testing.T, s viewtest.View) *world.World {
	t.Helper()
	began := time.Unix(0, 0)
	for i := range s {
		s[i].At = began
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: s, Ended: began.Add(time.Minute)})
	run := &world.Run{Hub: hub}
	w := run.Replay(tape, world.Scenario{}, world.State{Namespaces: map[string]string{"": "a"}}, nil)
	tape.PlayTo(began.Add(time.Second))
	return w
}
