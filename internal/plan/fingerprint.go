package plan

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/step"
)

// Fingerprint changes if the text of a scenario, or of a manifest that it applies, changes. Their position does not matter.
func Fingerprint(pickle *gherkin.Pickle) (string, error) {
	type written struct {
		Keyword, Text string
		Argument      step.Argument
	}
	what := struct {
		Tags      []string
		Steps     []written
		Manifests [][]byte
	}{Tags: pickle.Tags}
	for _, s := range pickle.Steps {
		argument := s.Argument
		if argument.DocString != nil {
			moved := *argument.DocString
			moved.Line, argument.DocString = 0, &moved
		}
		what.Steps = append(what.Steps, written{s.Keyword, s.Text, argument})
	}
	for _, use := range ManifestsOf(pickle) {
		if use.Manifest.Path != pickle.URI { // otherwise it is inline in the feature, and its text includes line numbers
			what.Manifests = append(what.Manifests, use.Manifest.Text)
		}
	}
	text, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("determine the parts of scenario %q: %w", pickle.Name, err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(text)), nil
}
