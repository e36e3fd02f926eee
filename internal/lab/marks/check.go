package marks

import (
	"errors"
	"fmt"
	"slices"
)

// Check returns what is wrong with a grade: duplicate IDs, points that contradict the verdict, an unknown need. It returns nil
// for a grade made by package grade.
func (g *Grade) Check() error {
	var wrong []error
	seen := map[string]Verdict{}
	for i, c := range g.Criteria {
		if c.ID == "" {
			wrong = append(wrong, fmt.Errorf("criterion %d has no ID", i+1))
		}
		if _, twice := seen[c.ID]; twice {
			wrong = append(wrong, fmt.Errorf("criterion %s is there twice", c.ID))
		}
		wrong = append(wrong, c.check(), c.needed(seen))
		seen[c.ID] = c.Verdict
	}
	if g.LatePenalty < 0 {
		wrong = append(wrong, fmt.Errorf("the penalty for a late submission is %s points", g.LatePenalty))
	}
	return errors.Join(wrong...)
}

func (c Criterion) check() error {
	switch {
	case !slices.Contains(Verdicts(), c.Verdict):
		return fmt.Errorf("criterion %s: there is no verdict %q", c.ID, c.Verdict)
	case c.Visibility != "" && !slices.Contains(Visibilities(), c.Visibility):
		return fmt.Errorf("criterion %s: there is no visibility %q", c.ID, c.Visibility)
	case c.Points < 0 || c.Points > Most:
		return fmt.Errorf("criterion %s: it is worth %s points, possible are 0 to %s", c.ID, c.Points, Most)
	case c.HintCost < 0:
		return fmt.Errorf("criterion %s: its hints cost %s points", c.ID, c.HintCost)
	case c.AtStart < 0 || c.AtStart > c.Points:
		return fmt.Errorf("criterion %s: %s of %s points were there at the start", c.ID, c.AtStart, c.Points)
	case !c.earnedFits():
		return fmt.Errorf("criterion %s: it is %s and earned %s of %s points", c.ID, c.Verdict, c.Earned, c.Points)
	}
	return nil
}

func (c Criterion) earnedFits() bool {
	switch c.Verdict {
	case Passed:
		return c.Earned == c.Points
	case Partial:
		return c.Earned > 0 && c.Earned < c.Points
	case Failed, Blocked, Infrastructure:
	}
	return c.Earned == 0
}

// needed checks that what c needs comes before it, and that c is not judged without it.
func (c Criterion) needed(before map[string]Verdict) error {
	blocked := false
	for _, need := range c.Needs {
		verdict, there := before[need]
		if !there {
			return fmt.Errorf("criterion %s needs %s, which does not stand before it", c.ID, need)
		}
		blocked = blocked || verdict != Passed
	}
	if c.Verdict == Blocked && !blocked {
		return fmt.Errorf("criterion %s is blocked, and all that it needs passed", c.ID)
	}
	return nil
}
