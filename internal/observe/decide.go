package observe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// recovery is how long after the end of a span an interrupted watch may take to come back and show what happened in it.
const recovery = 15 * time.Second

// decided returns when a result about the time from a moment until now can be judged. needs are the kinds that the check
// has read; the check has held so far. If a watch was down, decided waits until it is back; then the API server confirms
// that the watches have shown everything, see confirm. turned reports whether later observations have changed the verdict.
// It returns the interruption because of which that was not known in time.
func (t *Timeline) decided(ctx context.Context, from time.Time, needs needs, turned func() bool) (*Blind, error) {
	if !needs.any() {
		return nil, nil
	}
	return t.source.decided(ctx, t, from, needs, turned)
}

func (l live) decided(ctx context.Context, t *Timeline, from time.Time, needs needs, turned func() bool) (*Blind, error) {
	asked := time.Now()
	within, cancel := context.WithTimeout(ctx, l.hub.recovery)
	defer cancel()
	err := t.complete(within, from, needs)
	switch {
	case stopped(err):
		return nil, err
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return t.undecided(asked, err)
	case turned():
		return t.late(asked, from, needs), nil
	}
	return nil, nil
}

// late records the time during which it was not known that the result had changed, and returns the outage that caused this,
// if there was one.
func (t *Timeline) late(asked, from time.Time, needs needs) *Blind {
	watches := t.watchesFor(needs)
	if len(watches) == 0 {
		return nil // time has changed it, not an observation
	}
	behind := Blind{Kind: watches[0].kind, From: asked, To: time.Now(), Behind: true}
	for _, b := range t.Blinds(from, needs.named()...) {
		if !b.Behind {
			behind.Kind = b.Kind
			t.note(behind)
			return &b
		}
	}
	t.note(behind)
	return &behind
}

// complete returns when everything from a moment until now has been observed. A watch may go down again while that is
// confirmed.
func (t *Timeline) complete(ctx context.Context, from time.Time, needs needs) error {
	for {
		if _, err := t.regained(ctx, from, needs); err != nil {
			return err
		}
		if err := t.confirm(ctx, needs); err != nil {
			return err
		}
		if waited, err := t.regained(ctx, from, needs); err != nil || !waited {
			return err
		}
	}
}

// regained returns when no watch is down, and reports whether one was. What it may have missed stays unknown.
func (t *Timeline) regained(ctx context.Context, from time.Time, needs needs) (waited bool, err error) {
	for _, b := range t.Blinds(from, needs.named()...) {
		if b.Missed {
			return waited, &Unseen{b, unknown}
		}
		if b.Behind || !b.To.IsZero() {
			continue
		}
		waited = true
		if err := t.regain(ctx, b); err != nil {
			return waited, err
		}
	}
	if waited { // the watch may have missed something
		_, err = t.regained(ctx, from, needs)
	}
	return waited, err
}

// undecided records, for a replay, that a result which ended at a moment could not be judged.
func (t *Timeline) undecided(asked time.Time, err error) (*Blind, error) {
	unseen, is := errors.AsType[*Unseen](err)
	if !is {
		return nil, err
	}
	noted := unseen.Blind
	noted.From, noted.To, noted.Missed, noted.Behind, noted.Why = asked, time.Now(), false, true, unseen.Why
	t.note(noted)
	return &unseen.Blind, unseen
}

const unknown = "what was so meanwhile is not known"

// regain returns when the watches of a kind that were down are back.
func (t *Timeline) regain(ctx context.Context, b Blind) error {
	for _, w := range t.watchesFor(needs{kinds: []schema.GroupResource{b.Kind.GVR.GroupResource()}}) {
		err := w.until(ctx, func() bool { return w.store.down == nil })
		switch {
		case stopped(err):
			return err
		case err != nil:
			return &Unseen{b, fmt.Sprintf("it has not shown what was so meanwhile (%v)", err)}
		}
	}
	return nil
}
