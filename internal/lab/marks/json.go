package marks

import (
	"encoding/json"
	"fmt"
	"time"
)

// wire is the JSON form of a grade.
type wire struct {
	Version     int         `json:"version"`
	Exercise    Exercise    `json:"exercise"`
	Student     Student     `json:"student"`
	Attempt     int         `json:"attempt"`
	Submitted   time.Time   `json:"submitted,omitzero"`
	Started     time.Time   `json:"started"`
	Ended       time.Time   `json:"ended"`
	ClusterUID  string      `json:"cluster_uid,omitempty"`
	Seed        string      `json:"seed,omitempty"`
	Language    string      `json:"language,omitempty"`
	Verdict     Verdict     `json:"verdict"`
	Points      *Points     `json:"points"` // null while they are undecided
	AtLeast     Points      `json:"at_least"`
	AtMost      Points      `json:"at_most"`
	Total       Points      `json:"total"`
	LatePenalty Points      `json:"late_penalty,omitempty"`
	Criteria    []Criterion `json:"criteria"`
}

// MarshalJSON writes the documented form, including version and computed fields.
func (g Grade) MarshalJSON() ([]byte, error) {
	w := wire{
		Version: Version, Exercise: g.Exercise, Student: g.Student, Attempt: g.Attempt, Submitted: g.Submitted, Started: g.Started, Ended: g.Ended,
		ClusterUID: g.ClusterUID, Seed: g.Seed, Language: g.Language, Verdict: g.Verdict(), AtLeast: g.AtLeast(), AtMost: g.AtMost(), Total: g.Total(),
		LatePenalty: g.LatePenalty, Criteria: append([]Criterion{}, g.Criteria...),
	}
	if points, decided := g.Points(); decided {
		w.Points = &points
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads the documented form, and refuses another version, and points or a verdict that do not follow from the
// criteria.
func (g *Grade) UnmarshalJSON(data []byte) error {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("read a grade: %w", err)
	}
	if w.Version != Version {
		return fmt.Errorf("read a grade: its version is %d, this gherkind reads version %d", w.Version, Version)
	}
	read := Grade{
		Exercise: w.Exercise, Student: w.Student, Attempt: w.Attempt, Submitted: w.Submitted, Started: w.Started, Ended: w.Ended,
		ClusterUID: w.ClusterUID, Seed: w.Seed, Language: w.Language, LatePenalty: w.LatePenalty, Criteria: w.Criteria,
	}
	if err := read.Check(); err != nil {
		return fmt.Errorf("read a grade: %w", err)
	}
	if err := w.follows(&read); err != nil {
		return fmt.Errorf("read a grade: %w", err)
	}
	*g = read
	return nil
}

// follows checks the stored verdict and points against those of the criteria.
func (w wire) follows(g *Grade) error {
	if w.Verdict != g.Verdict() {
		return fmt.Errorf("its verdict is %s, by its criteria it is %s", w.Verdict, g.Verdict())
	}
	points, decided := g.Points()
	if (w.Points != nil) != decided || decided && *w.Points != points {
		return fmt.Errorf("its points are %s, by its criteria they are %s", orNull(w.Points), decidedText(points, decided))
	}
	if w.AtLeast != g.AtLeast() || w.AtMost != g.AtMost() || w.Total != g.Total() {
		return fmt.Errorf("at_least, at_most and total are %s, %s and %s, by its criteria they are %s, %s and %s",
			w.AtLeast, w.AtMost, w.Total, g.AtLeast(), g.AtMost(), g.Total())
	}
	return nil
}

func orNull(p *Points) string {
	if p == nil {
		return "null"
	}
	return p.String()
}

func decidedText(p Points, decided bool) string {
	if !decided {
		return "null"
	}
	return p.String()
}
