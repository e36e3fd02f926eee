package assert

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Claim says that something never happened.
type Claim struct {
	// broken says what happened all the same; "" when nothing did.
	Broken func(observe.View) string
	// lacks says why that proves nothing yet: what the claim speaks of was never there.
	Lacks func(observe.View) string
}

// Judge is a check of the claim. What has happened does not change.
func (c Claim) Judge(v observe.View) observe.Verdict {
	if saw := c.Broken(v); saw != "" {
		return objects.Decided(saw)
	}
	saw := c.Lacks(v)
	return observe.Verdict{Met: saw == "", Saw: saw, Unseen: saw != ""}
}

// Never judges a claim: on what has been seen so far, or over the span that the step names.
func Never(ctx context.Context, w *world.World, span step.Span, about kube.Ref, c Claim) error {
	switch {
	case span.Throughout:
		Throughout(ctx, w, c.Lacks, func(v observe.View) *world.Breach {
			if saw := c.Broken(v); saw != "" {
				return &world.Breach{About: about, Saw: saw}
			}
			return nil
		})
		return nil
	case span.For > 0:
		return Eventually(ctx, w, step.Ending{For: span.For}, about, c.Judge)
	case span.Before != nil:
		other, err := span.Before.(world.Reference).Resolve(ctx, w)
		if err != nil {
			return err
		}
		if err := Eventually(ctx, w, step.Ending{}, about, c.Before(other)); err != nil {
			return err
		}
		return Now(ctx, w, about, c.Before(other)) // and nothing was missed
	}
	return Now(ctx, w, about, func(v observe.View) observe.Verdict {
		verdict := c.Judge(v)
		if at := c.Since(observe.Aside(v), about); !at.IsZero() {
			verdict.Saw += fmt.Sprintf("; that began %s before this step", w.Timeline.Now().Sub(at).Round(100*time.Millisecond))
		}
		return verdict
	})
}

// Since is when the claim about an object was broken; zero when it is not. What has happened to the present one does not
// change, so that from the first moment on all have it.
func (c Claim) Since(v observe.View, about kube.Ref) time.Time {
	all := v.All()
	if life := objects.Life(v, about); len(life) > 0 {
		began := slices.IndexFunc(all, func(o observe.Observation) bool { return o.Seq == life[0].Seq })
		return c.firstIn(all, max(began, 0))
	}
	return c.firstIn(all, 0)
}

func (c Claim) firstIn(all []observe.Observation, from int) time.Time {
	first := from + sort.Search(len(all)-from, func(i int) bool { return c.Broken(objects.PastView(all[:from+i+1])) != "" })
	if first == len(all) {
		return time.Time{}
	}
	return all[first].At
}

// Before is a check of the claim on what had been seen when another object came into being, which it waits for.
func (c Claim) Before(other kube.Ref) observe.Check {
	return func(v observe.View) observe.Verdict {
		if saw := objects.NeverThere(v, other); saw != "" {
			return observe.Verdict{Saw: saw, Unseen: true}
		}
		certain, possible := objects.Earlier(v, objects.Life(v, other)[0])
		if saw := c.Broken(certain); saw != "" {
			return objects.Decided(fmt.Sprintf("%s, before %s existed", saw, other))
		}
		if saw := c.Lacks(possible); saw != "" {
			return observe.Verdict{Saw: fmt.Sprintf("%s, before %s existed", saw, other), Unseen: true}
		}
		if saw := c.Broken(possible); saw != "" {
			return observe.Verdict{Saw: fmt.Sprintf("%s, and it cannot be told whether that was before %s existed", saw, other)}
		}
		return observe.Verdict{Met: true}
	}
}
