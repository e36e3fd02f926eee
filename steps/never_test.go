package steps

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestNeverBefore: what happens after the moment does not violate the check; what had not happened by then is not part of the
// history.
func TestNeverBefore(t *testing.T) {
	const (
		pending = `{kind: Pod, metadata: {namespace: ns, name: web, uid: a}, spec: {containers: [{name: app}]}, status: {phase: Pending}}`
		running = `{kind: Pod, metadata: {namespace: ns, name: web, uid: a}, spec: {containers: [{name: app}]}, status: {phase: Running, containerStatuses: [{name: app, state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]}}`
		service = `{kind: Service, metadata: {namespace: ns, name: shop, uid: s}}`
	)
	ran, web := neverRanIn(kube.ContainerRef{Pod: viewtest.PodRef("ns", "web"), Name: "app"}), viewtest.PodRef("ns", "web")
	shop := kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "ns", Name: "shop"}
	numbered := func(docs ...string) viewtest.View {
		s := viewtest.See(t, docs...)
		for i := range s {
			s[i].Revision = uint64(i + 1)
		}
		return s
	}
	for name, c := range map[string]struct {
		view viewtest.View
		saw  string
	}{
		"after":            {numbered(pending, service, running), ""},
		"before":           {numbered(pending, running, service), `container "app" ran; the pod is Running, 0/1 ready, before service "shop" existed`},
		"not yet":          {numbered(pending), `there never was a service "shop"`},
		"the pod is later": {numbered(service, pending), `there never was a pod "web", before service "shop" existed`},
		"no order":         {viewtest.See(t, pending, running, service), `container "app" ran; the pod is Running, 0/1 ready, and it cannot be told whether that was before service "shop" existed`},
	} {
		got := ran.Before(shop)(c.view)
		viewtest.Verdict(t, name, got, c.saw)
		if decided := got.FailsFast != nil; decided != (name == "before") {
			t.Errorf("%s: decided: %v", name, decided)
		}
	}
	viewtest.Verdict(t, "status", neverStatus(web, "Running").Before(shop)(numbered(pending, service, running)), "")
}

// TestNeverBeforeWithoutAnOrder: if the order is unknown, there is no verdict.
func TestNeverBeforeWithoutAnOrder(t *testing.T) {
	const (
		pending = `{kind: Pod, metadata: {namespace: a, name: web, uid: a}, spec: {containers: [{name: app}]}, status: {phase: Pending}}`
		running = `{kind: Pod, metadata: {namespace: a, name: web, uid: a}, spec: {containers: [{name: app}]}, status: {phase: Running, containerStatuses: [{name: app, state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]}}`
		service = `{kind: Service, metadata: {namespace: a, name: shop, uid: s}}`
	)
	for _, told := range []bool{true, false} {
		s := tell(t, viewtest.See(t, pending, running, service), world.State{})
		if !told {
			s = tellAs(t, viewtest.See(t, pending, running, service), func(int) uint64 { return 0 }, world.State{})
		}
		err := neverRan(t.Context(), s.World, world.ContainerRef{Pod: s.pod("web").Ref, Name: "app"}, step.Span{Before: world.Reference{Kind: "service", Name: "shop"}})
		if err == nil || errors.Is(err, observe.ErrUnobserved) == told {
			t.Errorf("told %t: %v", told, err)
		}
	}
}

// TestPastView: the beginning of a timeline is a complete view.
func TestPastView(t *testing.T) {
	v := viewtest.See(t,
		`{kind: Pod, metadata: {namespace: ns, name: b, labels: {app: web}}}`, `{kind: Pod, metadata: {namespace: ns, name: a, labels: {app: web}}}`,
		`{kind: Pod, metadata: {namespace: ns, name: c, labels: {app: web}}}`, `{kind: Pod, metadata: {namespace: ns, name: c, labels: {app: web}, annotations: {gone: ''}}}`,
		`{kind: Pod, metadata: {namespace: other, name: d}}`)
	p := objects.PastView(v)
	if got := sawObjects(p.List(viewtest.KindFor("Pod"), "ns", nil)); got != `there are 2: "a", "b"` {
		t.Error(got)
	}
	if p.Get(viewtest.PodRef("ns", "c")) != nil || p.Get(viewtest.PodRef("ns", "a")) == nil || len(p.History(viewtest.PodRef("ns", "c"))) != 2 {
		t.Error("a deleted object is present, or has no history")
	}
	_, possible := objects.Earlier(v, observe.Observation{Seq: 99, Type: watch.Added, Ref: viewtest.PodRef("ns", "z")})
	if len(possible) != len(v) {
		t.Errorf("%d of %d", len(possible), len(v))
	}
}

// TestSinceWhen: a violated check says since when, without the history of an earlier object of the same name.
func TestSinceWhen(t *testing.T) {
	const former, now = `{kind: Pod, metadata: {namespace: ns, name: web, uid: a%s}, status: {phase: %s}}`, `{kind: Pod, metadata: {namespace: ns, name: web, uid: b}, status: {phase: %s}}`
	web := viewtest.PodRef("ns", "web")
	docs := []string{fmt.Sprintf(former, "", "Pending")}
	for range 5 { // so that half of the versions are of the earlier object
		docs = append(docs, fmt.Sprintf(former, "", "Running"))
	}
	v := viewtest.See(t, append(docs, fmt.Sprintf(former, ", annotations: {gone: ''}", "Running"),
		fmt.Sprintf(now, "Pending"), fmt.Sprintf(now, "Running"), fmt.Sprintf(now, "Failed"))...)
	began := time.Unix(0, 0)
	for i := range v {
		v[i].At = began.Add(time.Duration(i) * time.Second)
	}
	if got := neverStatus(web, "Running").Since(v, web); got != began.Add(8*time.Second) {
		t.Errorf("since %s", got.Sub(began))
	}
	if got := neverStatus(web, "CrashLoopBackOff").Since(v, web); !got.IsZero() {
		t.Errorf("a check that was not violated is reported as violated since %s", got.Sub(began))
	}
}
