package placeholder

import (
	"slices"
	"strings"

	"github.com/gherkind/gherkind/steps/step"
)

// Occasion is what may have happened to an object: created, ready, deleted, gone, or a pod's STATUS.
type Occasion string

// occasionTypes is the placeholder for it.
func occasionTypes() []step.Type {
	return []step.Type{{
		Name: "occasion", Pattern: `was +(?:created|ready|deleted|gone|[A-Z][A-Za-z0-9:/]*)`, Example: `was ready`, Parse: parseOccasion,
		Doc: `What happened to an object: was created, was ready (its condition Ready, of a Deployment Available, was true), was deleted (its ` +
			`deletion was asked for), was gone; and of a pod its STATUS: was Running, was Terminating …`,
	}}
}

func parseOccasion(text string, at step.Place) (any, error) {
	word := strings.TrimSpace(strings.TrimPrefix(text, "was"))
	if slices.Contains([]string{"created", "ready", "deleted", "gone"}, word) {
		return Occasion(word), nil
	}
	if _, err := parseStatus(word, at); err != nil {
		return nil, err
	}
	return Occasion(word), nil
}
