package steps

import (
	"context"
	"errors"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func lifetimeSteps() step.Group {
	return step.Group{
		Name: "lifetime", Title: "Order and time",
		Doc: "What happened to which object first, and how long after another thing. The step waits until both have happened. If several objects had the name, the last one to which it happened counts. For containers of one pod there are the steps about their order.",
		Defs: []step.Def{
			{
				Name:    "happened-before",
				Pattern: `{kind} {name} {occasion} before {kind} {name} {occasion}`,
				Doc:     "By the order in which the cluster stored the changes, the first thing happened before the second.",
				Example: `Then pod "db-1" was gone before pod "db-0" was Terminating`,
				Run:     happenedBefore,
			},
			{
				Name:    "happened-after",
				Pattern: `{kind} {name} {occasion} after {kind} {name} {occasion}`,
				Doc:     "The same the other way round.",
				Example: `Then pod "db-1" was created after pod "db-0" was ready`,
				Run:     happenedAfter,
			},
			{
				Name:    "happened-in-time",
				Pattern: `{kind} {name} {occasion} between {duration} and {duration} after {kind} {name} {occasion}`,
				Doc: "The time from the second thing to the first, both limits included, by the times at which gherkind observed them. Allow " +
					"for a slow machine.",
				Example: `Then pod "web" was ready between 3s and 20s after pod "web" was Running`,
				Run:     happenedInTime,
			},
			{
				Name:    "gone-in-time",
				Pattern: `{kind} {name} was gone between {duration} and {duration} after its deletion`,
				Doc:     "The time from the request to delete the object until it was gone, measured as in the step before. For a pod this is how long it took to terminate.",
				Example: `Then pod "web" was gone between 8s and 12s after its deletion`,
				Run:     goneInTime,
			},
		},
	}
}

func happenedBefore(ctx context.Context, w *world.World, first world.ObjectRef, did placeholder.Occasion, second world.ObjectRef, does placeholder.Occasion, ending step.Ending) error {
	return expectOrder(ctx, w, happening{first.Ref, string(did)}, happening{second.Ref, string(does)}, ending)
}

func happenedAfter(ctx context.Context, w *world.World, second world.ObjectRef, does placeholder.Occasion, first world.ObjectRef, did placeholder.Occasion, ending step.Ending) error {
	return expectOrder(ctx, w, happening{first.Ref, string(did)}, happening{second.Ref, string(does)}, ending)
}

func happenedInTime(ctx context.Context, w *world.World, second world.ObjectRef, does placeholder.Occasion, least, most time.Duration,
	first world.ObjectRef, did placeholder.Occasion, ending step.Ending) error {
	return expectTime(ctx, w, happening{first.Ref, string(did)}, happening{second.Ref, string(does)}, least, most, ending)
}

func goneInTime(ctx context.Context, w *world.World, object world.ObjectRef, least, most time.Duration, ending step.Ending) error {
	return expectTime(ctx, w, happening{object.Ref, objects.WasDeleted}, happening{object.Ref, objects.WasGone}, least, most, ending)
}

func expectOrder(ctx context.Context, w *world.World, first, second happening, ending step.Ending) error {
	if err := first.mustDiffer(second); err != nil {
		return err
	}
	err := assert.Eventually(ctx, w, ending, second.of, func(v observe.View) observe.Verdict { return inOrder(v, first, second) })
	return unlessOrderUnknown(w, first, second, err)
}

func expectTime(ctx context.Context, w *world.World, first, second happening, least, most time.Duration, ending step.Ending) error {
	if least > most {
		return errors.New("the shorter time stands first: nothing is between the two")
	}
	if err := first.mustDiffer(second); err != nil {
		return err
	}
	var a, b *observe.Observation
	err := assert.Eventually(ctx, w, ending, second.of, func(v observe.View) observe.Verdict {
		var saw string
		if a, b, saw = bothOf(v, first, second); saw != "" {
			return observe.Verdict{Saw: saw}
		}
		return inTime(first, second, b.At.Sub(a.At), least, most)
	})
	if a == nil || b == nil {
		return err
	}
	if hidden := timeUnknown(w.Timeline.Blinds(time.Time{}), a, b, least, most); hidden != nil {
		return errors.Join(hidden, err)
	}
	return assert.UnlessAsleep(w, a.At, b.At, least, most, err)
}
