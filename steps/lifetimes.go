package steps

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
)

// happening is something that happened to an object.
type happening struct {
	of   kube.Ref
	what string
}

func (h happening) inWords() string { return fmt.Sprintf("%s was %s", h.of, h.what) }

// mustDiffer refuses what can be said of nothing.
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

// bothOf are the versions that show two happenings, or what is missing. Of one name, both are of one object.
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
