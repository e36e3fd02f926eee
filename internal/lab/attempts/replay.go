package attempts

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Judge judges a criterion again, from its bundle. was has its earlier result and its points.
type Judge func(ctx context.Context, bundle string, was marks.Criterion) (marks.Criterion, error)

// Replayed is an attempt that was graded again.
type Replayed struct {
	Entry       Entry
	Grade       *marks.Grade
	Differences []string // between the marks
	// NotReplayed are criteria that were judged but have no bundle: they keep their marks.
	NotReplayed []string
}

// Replay grades an attempt again without a cluster. A criterion that was not judged, because it was blocked or because of a
// fault of the machine, has no bundle: it is blocked again if what it needs did not pass again, and otherwise stays
// infrastructure.
func (l *Log) Replay(ctx context.Context, e Entry, judge Judge) (*Replayed, error) {
	again := *e.Grade
	again.Criteria = nil
	r := &Replayed{Entry: e, Grade: &again}
	for _, was := range e.Grade.Criteria {
		is, err := l.replayOne(ctx, r, was, e.Bundles, judge)
		if err != nil {
			return nil, fmt.Errorf("replay line %d, criterion %s: %w", e.Line, was.ID, err)
		}
		again.Criteria = append(again.Criteria, is)
	}
	if err := again.Check(); err != nil {
		return nil, fmt.Errorf("replay line %d: %w", e.Line, err)
	}
	r.Differences = marks.Differences(e.Grade, &again)
	return r, ctx.Err()
}

func (l *Log) replayOne(ctx context.Context, r *Replayed, was marks.Criterion, bundles []Bundle, judge Judge) (marks.Criterion, error) {
	if _, becomes := r.Grade.Blocker(was); becomes != "" {
		was.Verdict, was.Earned = becomes, 0
		return was, nil
	}
	at := slices.IndexFunc(bundles, func(b Bundle) bool { return b.Criterion == was.ID })
	if at < 0 {
		switch was.Verdict {
		case marks.Infrastructure:
		case marks.Failed:
			if was.Code != marks.CodeRefused && was.Code != marks.CodeFaked { // these criteria were not missed because of what was observed
				r.NotReplayed = append(r.NotReplayed, was.ID)
			}
		case marks.Blocked:
			return was, errors.New("it was blocked, what it needs passes now, and nothing was observed of it")
		case marks.Passed, marks.Partial:
			r.NotReplayed = append(r.NotReplayed, was.ID)
		}
		return was, nil
	}
	if err := l.check(bundles[at]); err != nil {
		return was, err
	}
	is, err := judge(ctx, l.BundlePath(bundles[at]), was)
	if err != nil {
		return was, err
	}
	is.ID, is.Points, is.Needs, is.HintCost, is.AtStart, is.Visibility = was.ID, was.Points, was.Needs, was.HintCost, was.AtStart, was.Visibility
	return is, nil
}
