package marks

// Blocker is the ID of a criterion that c needs and that did not pass, with the verdict that c gets for it: infrastructure
// if one that it needs could not be judged, else blocked. The ID is empty when nothing is in the way. A criterion that it needs
// must stand before it.
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
