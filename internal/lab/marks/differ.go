package marks

import "fmt"

// Differences returns the differences in the marks of two grades of the same attempt, each as a sentence: verdicts and points
// of criteria, and codes of reasons. Times and wording do not count. Empty means that the marks are the same.
func Differences(before, now *Grade) []string {
	var differences []string
	note := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	if before.Exercise.Hash != now.Exercise.Hash {
		note("the exercise was %s, now it is %s", before.Exercise.Hash, now.Exercise.Hash)
	}
	byID := map[string]Criterion{}
	for _, c := range now.Criteria {
		byID[c.ID] = c
	}
	for _, was := range before.Criteria {
		is, there := byID[was.ID]
		delete(byID, was.ID)
		switch {
		case !there:
			note("%s is not there now", was.ID)
		case was.Verdict != is.Verdict || was.Earned != is.Earned || was.HintCost != is.HintCost || was.AtStart != is.AtStart || was.Points != is.Points:
			note("%s was %s, now it is %s", was.ID, was.marks(), is.marks())
		case was.Code != is.Code:
			note("%s was missed for %s, now for %s", was.ID, orNothing(was.Code), orNothing(is.Code))
		}
	}
	for _, is := range now.Criteria {
		if _, added := byID[is.ID]; added {
			note("%s was not there before", is.ID)
		}
	}
	if before.LatePenalty != now.LatePenalty {
		note("the penalty for a late submission was %s, now it is %s", before.LatePenalty, now.LatePenalty)
	}
	return differences
}

func (c Criterion) marks() string {
	text := fmt.Sprintf("%s with %s of %s points", c.Verdict, c.Earned, c.Points)
	if c.AtStart > 0 {
		text += fmt.Sprintf(" less %s of the start", c.AtStart)
	}
	if c.HintCost > 0 {
		text += fmt.Sprintf(" less %s for hints", c.HintCost)
	}
	return text
}

func orNothing(code string) string {
	if code == "" {
		return "no known reason"
	}
	return code
}
