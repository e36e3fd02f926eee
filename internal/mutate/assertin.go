package mutate

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/steps/step"
)

// assertIn returns what would notice a mutant in the language of the features that use it. It stays in English if they have
// several languages, if it is not a step, or if the language cannot say it.
func (m *Mutation) assertIn(mutant *Mutant) string {
	languages := map[string]bool{}
	for _, c := range mutant.Source.Cases {
		languages[c.Pickle.Feature.Language] = true
	}
	catalogue := m.Suite.Plan.Catalogue
	for language := range languages {
		if len(languages) == 1 && slices.Contains(catalogue.Languages(), language) {
			return stepIn(catalogue, language, mutant.Assert, mutant.Kind)
		}
	}
	return mutant.Assert
}

// stepIn returns an English step in another language, or as it is if that cannot say it. The kind is written as in manifests.
func stepIn(catalogue *step.Catalogue, language, english, kind string) string {
	meant, err := catalogue.Match(english, step.NoArgument)
	if err != nil {
		return english
	}
	spoken, err := catalogue.In(language)
	if err != nil {
		return english
	}
	values := meant.Values()
	for i, v := range values {
		if v.Text == strings.ToLower(kind) {
			values[i].Text = kind
		}
	}
	for _, way := range spoken.Describe(meant.Def.Name).Ways {
		for _, text := range fillings(way, values) {
			if said, err := catalogue.Match(text, step.NoArgument); err == nil && sameStep(said, meant) {
				return text
			}
		}
	}
	return english
}

// sameStep reports whether two steps say the same. That with "within" and that with "for" have the same values.
func sameStep(a, b *step.Match) bool {
	return a.Def.Name == b.Def.Name && a.Throughout() == b.Throughout() && (a.Untimed() == a.Text) == (b.Untimed() == b.Text) &&
		slices.EqualFunc(a.Values(), b.Values(), func(a, b step.Value) bool { return a.Type == b.Type && strings.EqualFold(a.Text, b.Text) })
}

var placeholder = regexp.MustCompile(`\{([a-z-]+)\}`)

// fillings returns the texts of a pattern with all values, in each order in which their types fit.
func fillings(pattern string, values []step.Value) []string {
	at := placeholder.FindStringSubmatchIndex(pattern)
	if at == nil {
		if len(values) > 0 {
			return nil
		}
		return []string{pattern}
	}
	var all []string
	for i, v := range values {
		if v.Type != pattern[at[2]:at[3]] {
			continue
		}
		others := slices.Delete(slices.Clone(values), i, i+1)
		for _, rest := range fillings(pattern[at[1]:], others) {
			all = append(all, pattern[:at[0]]+v.Text+rest)
		}
	}
	return all
}
