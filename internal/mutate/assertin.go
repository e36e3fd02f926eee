package mutate

import (
	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/steps/step"
)

// assertIn returns what would notice a mutant in the language of the features that use it. It stays in English if they have
// several languages, if it is not a step, or if the language cannot say it.
func (m *Mutation) assertIn(mutant *Mutant) string {
	languages := map[string]bool{}
	for _, c := range mutant.Source.Cases {
		languages[c.Pickle.Feature.Language] = true
	}
	if len(languages) != 1 {
		return mutant.Assert
	}
	for language := range languages {
		speaker, err := bilingual.In(m.Suite.Plan.Catalogue, language)
		if err == nil {
			return speaker.Step(mutant.Assert, mutant.Kind, step.NoArgument)
		}
	}
	return mutant.Assert
}
