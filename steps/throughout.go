package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/hopeless"
	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func throughoutSteps() step.Group {
	return step.Group{
		Name: "throughout", Title: "Throughout",
		Doc: "What must be so from its step to the end of the scenario. It is watched while the other steps run; when it is broken, " +
			"the running step ends and the scenario fails, saying by what and when.",
		Defs: []step.Def{
			{
				Name:    "throughout-no-restart",
				Pattern: `throughout, no pod restarts`,
				Doc: "From here on no container of any pod of the scenario restarts. A pod that is replaced by another one has not " +
					"restarted. A scenario without any pod fails.",
				Example: `Given throughout, no pod restarts`,
				Run:     neverRestarts,
			},
			{
				Name:    "throughout-no-event",
				Pattern: `throughout, no event {text} is recorded`,
				Doc: "From here on no event with this reason is recorded about an object in the scenario's namespaces. A scenario " +
					"in which nothing at all is recorded fails.",
				Example: `Given throughout, no event "BackOff" is recorded`,
				Run:     neverRecorded,
			},
			{
				Name:    "throughout-no-event-type",
				Pattern: `throughout, no event of type {text} is recorded`,
				Doc:     "The same by the type of the event, Warning or Normal.",
				Example: `Given throughout, no event of type "Warning" is recorded`,
				Run:     neverRecordedType,
			},
			{
				Name:    "throughout-endpoints",
				Pattern: `throughout, service {name} has at least {count} endpoint(s)`,
				Doc:     "Waits until the service has so many ready endpoints, and each of its ports is a port of one of them. From then on it never has fewer.",
				Example: `Given throughout, service "web" has at least 2 endpoints`,
				Run:     alwaysEndpoints,
			},
			{
				Name:    "throughout-available",
				Pattern: `throughout, {workload} {name} has at least {count} available replica(s)`,
				Doc:     "Waits until the workload's status reports so many available replicas. From then on it never reports fewer.",
				Example: `Given throughout, deployment "web" has at least 2 available replicas`,
				Run:     alwaysAvailable,
			},
		},
	}
}

// always waits until a check is met, and then watches that it stays so. Objects of
// several kinds arrive on several watches, so what a step before has awaited may
// not be seen here at once.
func always(ctx context.Context, w *world.World, about kube.Ref, count int, check observe.Check) error {
	if count == 0 {
		return errors.New("at least 0 is always so: write a greater number")
	}
	if err := expectWell(ctx, w, step.Ending{}, about, hopeless.Up, check); err != nil {
		return err
	}
	throughout(ctx, w, nil, func(v observe.View) *world.Breach {
		if verdict := check(v); !verdict.Met {
			return &world.Breach{About: about, Saw: verdict.Saw}
		}
		return nil
	})
	return nil
}

// throughout states an invariant in the words of the running step.
func throughout(ctx context.Context, w *world.World, idle func(observe.View) string, breach func(observe.View) *world.Breach) {
	text := step.Text(ctx)
	w.Throughout(world.Invariant{Breach: breach, Idle: idle, Fail: func(ctx context.Context, b world.Breach) error {
		err := failure(ctx, w, b.About, 0, errors.New(sawBreach(b)))
		if f, ok := errors.AsType[*explain.Failure](err); ok {
			f.Want = text // not the step that happens to run
		}
		return err
	}})
}

func sawBreach(b world.Breach) string {
	if b.During == "" {
		return b.Saw
	}
	return fmt.Sprintf("%s; that was %s after the beginning of the step: %s", b.Saw, b.After.Round(100*time.Millisecond), b.During)
}

func alwaysEndpoints(ctx context.Context, w *world.World, service string, count int) error {
	ref, look, err := endpointsOf(ctx, w, service)
	if err != nil {
		return err
	}
	return always(ctx, w, ref, count, func(v observe.View) observe.Verdict {
		have, saw := look(v)
		if have == nil {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: have.atLeast(count), Saw: have.String()}
	})
}

func alwaysAvailable(ctx context.Context, w *world.World, kind, name string, count int) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return always(ctx, w, ref, count, present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		available := number(obj, "status", "availableReplicas") + number(obj, "status", "numberAvailable")
		return observe.Verdict{Met: available >= int64(count), Saw: fmt.Sprintf("%s has %s", ref, times("available replica", int(available)))}
	}))
}
