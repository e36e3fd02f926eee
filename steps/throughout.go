package steps

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func throughoutSteps() step.Group {
	return step.Group{
		Name: "throughout", Title: "Throughout",
		Doc: "Conditions that must hold from their step to the end of the scenario. They are watched while the other steps run. If one is violated, " +
			"the running step ends and the scenario fails; the failure says what violated it and when.",
		Defs: []step.Def{
			{
				Name:    "throughout-no-restart",
				Spans:   true,
				Pattern: `throughout, no pod restarts`,
				Doc: "From here on no container of any pod of the scenario restarts. A pod that is replaced by another one has not " +
					"restarted. A scenario without any pod fails.",
				Example: `Given throughout, no pod restarts`,
				Run:     neverRestarts,
			},
			{
				Name:    "throughout-no-event",
				Spans:   true,
				Pattern: `throughout, no event {text} is recorded`,
				Doc:     "From here on no event with this reason is recorded about an object in the scenario's namespaces. If nothing at all is recorded, the scenario fails.",
				Example: `Given throughout, no event "BackOff" is recorded`,
				Run:     neverRecorded,
			},
			{
				Name:    "throughout-no-event-type",
				Spans:   true,
				Pattern: `throughout, no event of type {event-type} is recorded`,
				Doc:     "The same by the type of the event, Warning or Normal.",
				Example: `Given throughout, no event of type "Warning" is recorded`,
				Run:     neverRecordedType,
			},
			{
				Name:    "throughout-endpoints",
				Spans:   true,
				Rights:  rightsOfEndpoints,
				Pattern: `throughout, service {name} has at least {count} endpoint(s)`,
				Doc:     "Waits until the service has at least that many ready endpoints, and each of its ports is a port of one of them. From then on it never has fewer.",
				Example: `Given throughout, service "web" has at least 2 endpoints`,
				Run:     alwaysEndpoints,
			},
			{
				Name:    "throughout-available",
				Spans:   true,
				Rights:  rightsOfReplicas,
				Pattern: `throughout, {workload} {name} has at least {count} available replica(s)`,
				Doc: "Waits until the workload's status reports this many available replicas for the current version of its spec. From then " +
					"on it never reports fewer.",
				Example: `Given throughout, deployment "web" has at least 2 available replicas`,
				Run:     alwaysAvailable,
			},
			{
				Name:    "throughout-at-most",
				Spans:   true,
				Pattern: `throughout, there is/are at most {count} {kind} labelled {selector}`,
				Doc: "From here on there are never more objects of the kind with these labels at the same time, in all namespaces of the scenario or, for a kind " +
					"without namespaces, in the cluster. Those that are being deleted count. When there never is one, the scenario fails.",
				Example: `Given throughout, there is at most 1 pod labelled "app=web"`,
				Run:     alwaysAtMost,
			},
		},
	}
}

func alwaysEndpoints(ctx context.Context, w *world.World, service world.ServiceRef, count int) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	return assert.Always(ctx, w, b.Service, count, unlessName(b, atLeast(count, b.Staying)), atLeast(count, b.Listed))
}

func atLeast(count int, look func(observe.View) (*objects.Endpoints, string)) observe.Check {
	return func(v observe.View) observe.Verdict {
		have, saw := look(v)
		if have == nil {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: have.AtLeast(count), Saw: have.String()}
	}
}

func alwaysAvailable(ctx context.Context, w *world.World, workload world.ObjectRef, count int) error {
	if err := watchOwned(ctx, w, workload.Ref); err != nil {
		return err
	}
	unheard := w.UnheardPods()
	return assert.Always(ctx, w, workload.Ref, count,
		objects.PresentIn(workload.Ref, func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
			return hasAvailable(v, workload.Ref, obj, int64(count), unheard)
		}),
		objects.Present(workload.Ref, func(obj *unstructured.Unstructured) observe.Verdict {
			return staysAvailable(workload.Ref, obj, int64(count))
		}))
}

// hasAvailable is met when the invariant may start: with a status of the current spec, and pods that are not being deleted.
func hasAvailable(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, count int64, unheard func(*corev1.Pod) string) observe.Verdict {
	r, saw := objects.ReplicasOf(obj)
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	verdict := staysAvailable(ref, obj, count)
	if ready, counted := objects.ReadyPods(v, ref, obj, unheard); verdict.Met && counted && ready < count {
		return observe.Verdict{Saw: objects.SawPods("available replica", r.Available, ready)}
	}
	return verdict
}

// staysAvailable checks only the number: the controller's last count remains valid when the spec changes.
func staysAvailable(ref kube.Ref, obj *unstructured.Unstructured, count int64) observe.Verdict {
	available := objects.StatusReplicas(obj).Available
	return observe.Verdict{Met: available >= count, Saw: fmt.Sprintf("%s has %s", ref, words.Times("available replica", int(available)))}
}

func alwaysAtMost(ctx context.Context, w *world.World, count int, kindName string, selector labels.Selector) error {
	kind, err := w.WatchNamed(ctx, kindName)
	if err != nil {
		return err
	}
	if count == 0 {
		return fmt.Errorf("at most 0 is none at all: write `Then there are 0 %s labelled %q for 5s`", kindName, selector)
	}
	if err := assert.Now(ctx, w, kube.Ref{Kind: kind}, func(v observe.View) observe.Verdict {
		found := v.List(kind, "", selector)
		return observe.Verdict{Met: len(found) <= count, Saw: sawObjects(found)}
	}); err != nil {
		return err
	}
	ever := false
	assert.Throughout(ctx, w, func(observe.View) string {
		if ever {
			return ""
		}
		return fmt.Sprintf("there never was a %s labelled %s: correct the label, or state this where the scenario has one", kindName, selector)
	}, func(v observe.View) *world.Breach {
		found := v.List(kind, "", selector)
		ever = ever || len(found) > 0
		if len(found) <= count {
			return nil
		}
		last := found[len(found)-1]
		return &world.Breach{About: kube.Ref{Kind: kind, Namespace: last.GetNamespace(), Name: last.GetName()}, Saw: sawObjects(found)}
	})
	return nil
}

func neverRestarts(ctx context.Context, w *world.World) error {
	c := countingIn(w, "pods")
	assert.Throughout(ctx, w, c.Idle("no pod was there, so none could restart: state this where the scenario has pods"), func(v observe.View) *world.Breach {
		o, restarted := c.Grown(v, objects.PodRestarts)
		if !restarted {
			return nil
		}
		return &world.Breach{About: o.Ref, Saw: fmt.Sprintf("pod %q has restarted: %s", o.Ref.Name, objects.SawPod(v, o.Ref))}
	})
	return nil
}

func neverRecorded(ctx context.Context, w *world.World, reason string) error {
	warnReasons(w, reason)
	return neverEvent(ctx, w, func(e *corev1.Event) bool { return e.Reason == reason })
}

func neverRecordedType(ctx context.Context, w *world.World, kind string) error {
	return neverEvent(ctx, w, func(e *corev1.Event) bool { return e.Type == kind })
}

func neverEvent(ctx context.Context, w *world.World, unwanted func(*corev1.Event) bool) error {
	c := countingIn(w, "events")
	assert.Throughout(ctx, w, c.Idle("no event was recorded at all: state this where the scenario has something that happens"), func(v observe.View) *world.Breach {
		for {
			o, recorded := c.Grown(v, objects.TimesRecorded)
			if !recorded {
				return nil
			}
			if e := objects.OwnEvent(o); unwanted(e) {
				return &world.Breach{About: objects.Involved(v, e), Saw: fmt.Sprintf("the event %s was recorded about %s %q: %s",
					e.Reason, strings.ToLower(e.InvolvedObject.Kind), e.InvolvedObject.Name, strings.TrimSpace(e.Message))}
			}
		}
	})
	return nil
}

func countingIn(w *world.World, kind string) (c *objects.Counter) {
	w.Timeline.View(func(v observe.View) { c = objects.NewCounter(v, kind) })
	return c
}
