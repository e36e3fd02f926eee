package cli

import (
	"time"

	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
)

// attemptOf returns the next attempt, or the one with this number to judge it again. The error is a [policy.Refused].
func attemptOf(rules policy.Rules, before []*marks.Grade, submitted time.Time, number int) (policy.Attempt, error) {
	if number > 0 {
		return rules.Again(number, before, submitted)
	}
	return rules.Next(before, submitted)
}

// optionsOf returns the options for grading an attempt.
func optionsOf(a policy.Attempt) grade.Options {
	return grade.Options{Attempt: a.Number, Submitted: a.Submitted, HintCost: a.HintCost, LatePenalty: a.LatePenalty}
}
