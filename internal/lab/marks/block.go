package marks

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
