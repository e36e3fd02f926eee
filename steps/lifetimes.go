package steps

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// happening is something that happened to an object, such as its creation.
type happening struct {
	of   kube.Ref
	what string
}

func (h happening) inWords() string { return fmt.Sprintf("%s was %s", h.of, h.what) }

// mustDiffer rejects occasions that the kind does not have, and two equal happenings.
func (h happening) mustDiffer(other happening) error {
	for _, each := range []happening{h, other} {
		if !slices.Contains(objects.Occasions, each.what) && each.of.Kind.GVK.GroupKind() != objects.KindPod {
			return fmt.Errorf("%s has no STATUS %s: that is for pods; write was created, was ready, was deleted or was gone", each.of, each.what)
		}
	}
	if h == other {
		return errors.New("name two different things that happened")
	}
	return nil
}

// bothOf returns the versions that show the two happenings, or what is missing. If both are about the same name, both are of
// the same object.
func bothOf(v observe.View, first, second happening) (a, b *observe.Observation, saw string) {
	if first.of == second.of {
		return objects.WhenBoth(v, first.of, first.what, second.what)
	}
	if a, saw = objects.When(v, first.of, first.what); saw != "" {
		return nil, nil, saw
	}
	if b, saw = objects.When(v, second.of, second.what); saw != "" {
		return nil, nil, saw
	}
	return a, b, ""
}

func inOrder(v observe.View, first, second happening) observe.Verdict {
	a, b, saw := bothOf(v, first, second)
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	switch before, known := observe.Before(*a, *b); {
	case !known:
		return observe.Verdict{Saw: fmt.Sprintf("the cluster does not tell which came first: %s, or %s", first.inWords(), second.inWords())}
	case !before:
		return observe.Verdict{Saw: fmt.Sprintf("%s %s before %s", second.inWords(), b.At.Sub(a.At).Abs().Round(10*time.Millisecond), first.inWords())}
	}
	return observe.Verdict{Met: true}
}

func inTime(first, second happening, took, least, most time.Duration) observe.Verdict {
	return observe.Verdict{Met: took >= least && took <= most, Saw: fmt.Sprintf("%s %s after %s", second.inWords(), took.Round(10*time.Millisecond), first.inWords())}
}

// delivered is how long after an interruption a watch may still deliver changes from the time of the interruption.
const delivered = 2 * time.Second

// hiddenBefore returns for how long a version may have existed before it was observed because the watch of its kind was
// interrupted, and whether versions may have been missed, so that an earlier one may have shown the same.
func hiddenBefore(blinds []observe.Blind, o *observe.Observation) (hidden time.Duration, missed bool) {
	for _, b := range blinds {
		if b.Kind.GVR.GroupResource() != o.Ref.Kind.GVR.GroupResource() || !b.From.Before(o.At) {
			continue
		}
		if b.To.IsZero() || o.At.Sub(b.To) < delivered {
			hidden, missed = max(hidden, o.At.Sub(b.From)), missed || b.Missed
		}
	}
	return hidden, missed
}

// timeUnknown returns an error if it is unknown whether the time between two versions is within the limits.
func timeUnknown(blinds []observe.Blind, a, b *observe.Observation, least, most time.Duration) error {
	late, _ := hiddenBefore(blinds, a)
	later, _ := hiddenBefore(blinds, b)
	took := b.At.Sub(a.At)
	shortest, longest := took-later, took+late
	if assert.Decided(shortest, longest, least, most) {
		return nil
	}
	return fmt.Errorf("%w: a watch was interrupted, and the time was something from %s to %s", observe.ErrUnobserved, shortest.Round(10*time.Millisecond), longest.Round(10*time.Millisecond))
}

// unlessOrderUnknown returns the verdict on an order, or an error if the order is unknown or versions may have been missed.
func unlessOrderUnknown(w *world.World, first, second happening, verdict error) error {
	var a, b *observe.Observation
	w.Timeline.View(func(v observe.View) { a, b, _ = bothOf(v, first, second) })
	if a == nil || b == nil {
		return verdict
	}
	if _, known := observe.Before(*a, *b); !known && verdict != nil {
		return fmt.Errorf("%w: %w", observe.ErrUnobserved, verdict) // the verdict says that the order is unknown
	}
	blinds := w.Timeline.Blinds(time.Time{})
	for _, o := range []*observe.Observation{a, b} {
		if _, missed := hiddenBefore(blinds, o); missed {
			return errors.Join(fmt.Errorf("%w: the watch of %s was interrupted, and what happened to %s meanwhile was not seen", observe.ErrUnobserved, o.Ref.Kind.GVR.Resource, o.Ref), verdict)
		}
	}
	return verdict
}
