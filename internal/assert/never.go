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

// Prohibition says that something must never have happened.
type Prohibition struct {
	// Broken says what happened; "" if nothing did.
	Broken func(observe.View) string
	// Lacks says why it holds only because there was nothing to break it, for example no object; "" if that is
	// not so.
	Lacks func(observe.View) string
}

// Judge is a check of the prohibition. A violation is final.
func (p Prohibition) Judge(v observe.View) observe.Verdict {
	if saw := p.Broken(v); saw != "" {
		return objects.Decided(saw)
	}
	saw := p.Lacks(v)
	return observe.Verdict{Met: saw == "", Saw: saw, Unseen: saw != ""}
}

// Never checks a prohibition: on what has been observed so far, or over the span that the step names.
func Never(ctx context.Context, w *world.World, span step.Span, about kube.Ref, p Prohibition) error {
	switch {
	case span.Throughout:
		Throughout(ctx, w, p.Lacks, func(v observe.View) *world.Breach {
			if saw := p.Broken(v); saw != "" {
				return &world.Breach{About: about, Saw: saw}
			}
			return nil
		})
		return nil
	case span.For > 0:
		return Eventually(ctx, w, step.Ending{For: span.For}, about, p.Judge)
	case span.Before != nil:
		other, err := span.Before.(world.Reference).Resolve(ctx, w)
		if err != nil {
			return err
		}
		if err := Eventually(ctx, w, step.Ending{}, about, p.Before(other)); err != nil {
			return p.toldApart(w, other, err)
		}
		return p.toldApart(w, other, Now(ctx, w, about, p.Before(other))) // and nothing was missed
	}
	return Now(ctx, w, about, func(v observe.View) observe.Verdict {
		verdict := p.Judge(v)
		if at := p.Since(observe.Aside(v), about); !at.IsZero() {
			verdict.Saw += fmt.Sprintf("; that began %s before this step", w.Timeline.Now().Sub(at).Round(100*time.Millisecond))
		}
		return verdict
	})
}

// Since is when the prohibition was first broken for an object; zero if it was not. What has happened to the current object
// stays in every later view, so the first such view is found by binary search.
func (p Prohibition) Since(v observe.View, about kube.Ref) time.Time {
	all := v.All()
	if life := objects.Life(v, about); len(life) > 0 {
		began := slices.IndexFunc(all, func(o observe.Observation) bool { return o.Seq == life[0].Seq })
		return p.firstIn(all, max(began, 0))
	}
	return p.firstIn(all, 0)
}

func (p Prohibition) firstIn(all []observe.Observation, from int) time.Time {
	first := from + sort.Search(len(all)-from, func(i int) bool { return p.Broken(objects.PastView(all[:from+i+1])) != "" })
	if first == len(all) {
		return time.Time{}
	}
	return all[first].At
}

// Before is a check of the prohibition on what had been observed when another object was created. It waits for that object.
func (p Prohibition) Before(other kube.Ref) observe.Check {
	return func(v observe.View) observe.Verdict {
		if saw := objects.NeverThere(v, other); saw != "" {
			return observe.Verdict{Saw: saw, Unseen: true}
		}
		certain, possible := objects.Earlier(v, objects.Life(v, other)[0])
		if saw := p.Broken(certain); saw != "" {
			return objects.Decided(fmt.Sprintf("%s, before %s existed", saw, other))
		}
		if saw := p.Lacks(possible); saw != "" {
			return observe.Verdict{Saw: fmt.Sprintf("%s, before %s existed", saw, other), Unseen: true}
		}
		if saw := p.Broken(possible); saw != "" {
			return observe.Verdict{Saw: fmt.Sprintf("%s, and it cannot be told whether that was before %s existed", saw, other)}
		}
		return observe.Verdict{Met: true}
	}
}

// toldApart is the verdict of Before, which is none when the cluster does not tell what came first.
func (p Prohibition) toldApart(w *world.World, other kube.Ref, verdict error) error {
	unknown := false
	w.Timeline.View(func(v observe.View) {
		life := objects.Life(v, other)
		if verdict == nil || len(life) == 0 {
			return
		}
		certain, possible := objects.Earlier(v, life[0])
		unknown = p.Broken(certain) == "" && p.Lacks(possible) == "" && p.Broken(possible) != ""
	})
	if unknown {
		return fmt.Errorf("%w: %w", observe.ErrUnobserved, verdict)
	}
	return verdict
}
