package report

import "github.com/gherkind/gherkind/internal/say"

// Counts is the number of scenarios with each outcome.
type Counts map[Outcome]int

// Counts counts the scenarios by outcome.
func (r *Run) Counts() Counts {
	c := Counts{}
	for _, s := range r.Scenarios {
		c[s.Outcome()]++
	}
	return c
}

// Of returns how many scenarios have one of the outcomes.
func (c Counts) Of(outcomes ...Outcome) int {
	sum := 0
	for _, o := range outcomes {
		sum += c[o]
	}
	return sum
}

// Total returns the number of scenarios.
func (c Counts) Total() int { return c.Of(Outcomes()...) }

// Unsuccessful returns how many scenarios ran and did not pass.
func (c Counts) Unsuccessful() int {
	return c.Of(OutcomeFailed, OutcomeInfrastructure, OutcomeInterrupted)
}

// String returns the counts in words: "2 failed, 1 infrastructure, 1 flaky, 3 passed".
func (c Counts) String() string { return c.Text().String() }

// Text is String as a translatable text.
func (c Counts) Text() say.Text {
	var parts []say.Text
	for _, o := range Outcomes() {
		if c[o] > 0 {
			parts = append(parts, say.Textf("%d %s", c[o], say.Known(o.Look().Word)))
		}
	}
	if len(parts) == 0 {
		return say.Textf("no scenarios")
	}
	return say.Join(parts, ", ")
}
