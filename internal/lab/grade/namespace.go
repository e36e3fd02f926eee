package grade

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// mostTimes is how often work that changes meanwhile is judged before the grader gives up.
const mostTimes = 3

// OfNamespace judges the student's work in a namespace, all criteria on the same state: if somebody changes it meanwhile, all
// criteria are judged again.
func (p Place) OfNamespace(ctx context.Context, namespace string, o Options) (*marks.Grade, error) {
	bench, err := p.inNamespace(ctx, namespace)
	if err != nil {
		return nil, err
	}
	components, err := p.components(ctx)
	if err != nil {
		return nil, err
	}
	look := func() (snapshot, error) { return takeSnapshot(ctx, p.Bench.Client(), namespace, p.Exercise) }
	g, err := between(ctx, components, look, p.Exercise, bench, o)
	if more, is := errors.AsType[*TooMuch](err); is {
		return Refused(ctx, p.Exercise, more, o), nil
	}
	return g, err
}

// between judges between two snapshots. If the rules for attempts are strict, criteria are reported only when it is certain that
// the attempt counts: otherwise, students could get feedback for nothing by changing something during each grading.
func between(ctx context.Context, components []string, look func() (snapshot, error), e *exercise.Exercise, b Bench, o Options) (*marks.Grade, error) {
	tell, atOnce := o.Judged, !e.Rules().Strict()
	if !atOnce {
		o.Judged = nil
	}
	g, err := judged(ctx, components, look, func() *marks.Grade { return Run(ctx, e, b, o) })
	if g == nil || tell == nil || ctx.Err() != nil {
		return g, err
	}
	for _, c := range g.Criteria {
		if !atOnce || c.Code == marks.CodeChanged || c.Code == marks.CodeFaked { // those were reported differently before
			tell(c)
		}
	}
	return g, err
}

// components returns the field managers of the cluster's components.
func (p Place) components(ctx context.Context) ([]string, error) {
	kind, err := p.Bench.Client().KindByName(ctx, "node")
	if err != nil {
		return nil, err
	}
	nodes, err := p.Bench.Client().List(ctx, kind, "")
	if err != nil && kube.MissingRight(err) == nil {
		return nil, fmt.Errorf("look up who writes the status of nodes: %w", err)
	}
	return componentsOf(nodes), nil
}

// judged judges between two snapshots.
func judged(ctx context.Context, components []string, look func() (snapshot, error), run func() *marks.Grade) (*marks.Grade, error) {
	for time := 1; ; time++ {
		before, err := look()
		if err != nil {
			return nil, err
		}
		g := run()
		if ctx.Err() != nil {
			return g, nil //nolint:nilerr // the criteria say why they are undecided
		}
		after, err := look()
		if _, is := errors.AsType[*TooMuch](err); is {
			return nil, err
		}
		if err != nil {
			undecide(g, "whether the work was changed while it was graded could not be seen: "+err.Error())
			return g, nil //nolint:nilerr // the criteria say why they are undecided
		}
		what, err := changed(before, after)
		if err != nil {
			return nil, err
		}
		if what != "" && time < mostTimes {
			continue
		}
		if what != "" {
			undecide(g, "the work was changed each time while it was graded ("+what+"): grade again when nobody works in the namespace")
			return g, nil
		}
		if err := errors.Join(disbelieve(g, before, components), disbelieve(g, after, components)); err != nil {
			return nil, err // who has written the status is unknown
		}
		return g, nil
	}
}

// undecide makes a grade undecided, because some criteria may have been judged on a different state than others.
func undecide(g *marks.Grade, why string) {
	for i := range g.Criteria {
		c := &g.Criteria[i]
		c.Verdict, c.Earned, c.Credit, c.Expected, c.Seen, c.Hint, c.Code, c.Why = marks.Infrastructure, 0, "", "", "", "", marks.CodeChanged, text(why)
	}
}

// disbelieve removes what was earned if somebody wrote a status instead of Kubernetes.
func disbelieve(g *marks.Grade, s snapshot, components []string) error {
	what, err := s.faked(components)
	if err != nil || what == "" {
		return err
	}
	for i := range g.Criteria {
		c := &g.Criteria[i]
		if c.Verdict != marks.Passed && c.Verdict != marks.Partial {
			continue
		}
		c.Earned, c.Credit = 0, ""
		if id, becomes := g.Blocker(*c); id != "" {
			c.Verdict, c.Why = becomes, "it needs "+id+", which did not pass"
			continue
		}
		c.Verdict, c.Code, c.Expected, c.Seen = marks.Failed, marks.CodeFaked, "a status that Kubernetes has written", text(what)
		c.Why = "a status that was not written by Kubernetes proves nothing: delete the object and create it again"
	}
	return nil
}
