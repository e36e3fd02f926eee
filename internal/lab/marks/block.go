package marks

import "slices"

// Blocker returns the ID of a criterion that c needs and that did not pass, and the verdict that follows for c: infrastructure
// if a needed one could not be judged, otherwise blocked. The ID is empty if nothing blocks c. Needed criteria must come before
// it.
func (g *Grade) Blocker(c Criterion) (id string, becomes Verdict) {
	verdicts := map[string]Verdict{}
	for _, other := range g.Criteria {
		verdicts[other.ID] = other.Verdict
	}
	for _, need := range c.Needs {
		if verdicts[need] == Infrastructure {
			return need, Infrastructure
		}
	}
	for _, need := range c.Needs {
		if verdicts[need] != Passed {
			return need, Blocked
		}
	}
	return "", ""
}

// Discreet returns a criterion without the names of those that it needs and that are not shown.
func (g *Grade) Discreet(c Criterion, shown func(Criterion) bool) Criterion {
	hidden := map[string]bool{}
	for _, other := range g.Criteria {
		hidden[other.ID] = !shown(other)
	}
	if id, becomes := g.Blocker(c); hidden[id] && becomes == c.Verdict && c.Code == "" {
		c.Why = map[Verdict]string{Blocked: "a criterion that it needs did not pass", Infrastructure: "a criterion that it needs could not be judged"}[becomes]
	}
	c.Needs = slices.DeleteFunc(slices.Clone(c.Needs), func(id string) bool { return hidden[id] })
	return c
}
