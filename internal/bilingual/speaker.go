package bilingual

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/steps/step"
)

// Speaker says steps in a language. A nil Speaker leaves them in English.
type Speaker struct {
	language          string
	catalogue, spoken *step.Catalogue // all languages; listed in this one
}

// In returns the Speaker of a language, and nil for English and for languages that the catalogue does not have.
func In(catalogue *step.Catalogue, language string) (*Speaker, error) {
	if !slices.Contains(catalogue.Languages(), language) {
		return nil, nil
	}
	spoken, err := catalogue.In(language)
	if err != nil {
		return nil, err
	}
	return &Speaker{language, catalogue, spoken}, nil
}

// Language returns the value of "# language:" for features with these steps; "" for English, which needs no such line.
func (s *Speaker) Language() string {
	if s == nil {
		return ""
	}
	return s.language
}

// Step returns an English step with this argument below it in the language, or as it is if the language cannot say it: the
// result always matches the same definition with the same values. The kind is written as in manifests.
func (s *Speaker) Step(english, kind string, below step.HasArgument) string {
	if s == nil {
		return english
	}
	meant, err := s.catalogue.Match(english, below)
	if err != nil {
		return english
	}
	values := meant.Values()
	for i, v := range values {
		if v.Text == strings.ToLower(kind) {
			values[i].Text = kind
		}
	}
	for _, way := range s.spoken.Describe(meant.Def.Name).Ways {
		for _, text := range fillings(way, values) {
			if said, err := s.catalogue.Match(text, below); err == nil && sameStep(said, meant) {
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
