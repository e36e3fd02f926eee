package lsp

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/steps/step"
)

// openName matches a name that is being written, with the kind before it.
var openName = regexp.MustCompile(`([A-Za-z][\w.-]*|\p{Han}+) *"([^"]*)$`)

// completion suggests names of the scenario's objects within quotes, and steps after a keyword.
func (s *server) completion(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	text := line(s.text(path), p.Position.Line)
	before := text[:bytesAt(text, p.Position.Character)]
	keyword, begin := gherkin.StepStart(s.text(path), text)
	if keyword == "" || len(before) < begin {
		return []completionItem{}, nil
	}
	written := before[begin:]
	if strings.Count(written, `"`)%2 == 1 {
		return s.nameItems(path, p.Position.Line, before), nil
	}
	catalogue, err := s.listed(gherkin.LanguageOf(s.text(path)))
	if err != nil {
		return nil, err
	}
	return stepItems(catalogue, p.Position.Line, text, begin, len(before)), nil
}

// listed returns the catalogue in a language, or in English if there is none in it.
func (s *server) listed(language string) (*step.Catalogue, error) {
	if !slices.Contains(s.catalogue.Languages(), language) {
		return s.catalogue, nil
	}
	return s.catalogue.In(language)
}

// stepItems returns all steps; each replaces what has been written.
func stepItems(catalogue *step.Catalogue, number int, text string, begin, end int) []completionItem {
	items := []completionItem{}
	examples := map[string]string{}
	for _, t := range catalogue.Types() {
		examples[t.Name] = t.Example
	}
	for _, g := range catalogue.Groups() {
		for _, d := range g.Defs {
			about := catalogue.Describe(d.Name)
			items = append(items, completionItem{
				Label: about.Usage, Kind: kindSnippet, Detail: g.Title, Documentation: docOf(d, about), FilterText: plainPattern(d.Pattern, examples),
				SortText: fmt.Sprintf("%04d", len(items)), TextFormat: snippet,
				TextEdit: textEdit{part(number, text, begin, end), snippetOf(d.Pattern, examples)},
			})
		}
	}
	return items
}

var (
	placeholder = regexp.MustCompile(`\{([a-z-]+)\}`)
	optional    = regexp.MustCompile(`\(([^)]*)\)`)
	choice      = regexp.MustCompile(`([\w-]+)/[\w-]+`)
)

// plainPattern returns a pattern in its most likely form.
func plainPattern(pattern string, examples map[string]string) string {
	pattern = choice.ReplaceAllString(optional.ReplaceAllString(pattern, "$1"), "$1")
	return placeholder.ReplaceAllStringFunc(pattern, func(m string) string { return examples[strings.Trim(m, "{}")] })
}

// snippetOf returns a pattern with placeholders to fill in, each with an example.
func snippetOf(pattern string, examples map[string]string) string {
	pattern = choice.ReplaceAllString(optional.ReplaceAllString(pattern, "$1"), "$1")
	n := 0
	escape := strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)
	return placeholder.ReplaceAllStringFunc(pattern, func(m string) string {
		n++
		example := examples[strings.Trim(m, "{}")]
		if inner, quoted := strings.CutPrefix(example, `"`); quoted {
			return fmt.Sprintf(`"${%d:%s}"`, n, escape.Replace(strings.TrimSuffix(inner, `"`)))
		}
		return fmt.Sprintf("${%d:%s}", n, escape.Replace(example))
	})
}

// docOf returns the documentation of a definition.
func docOf(d step.Def, about step.Description) *markup {
	return &markup{"markdown", fmt.Sprintf("**%s**\n\n%s\n\n```gherkin\n%s\n```", about.Usage, d.Doc, strings.TrimSpace(d.Example))}
}

// nameItems returns the names that the scenario creates, of the kind before the quotes, or of all kinds.
func (s *server) nameItems(path string, number int, before string) []completionItem {
	items := []completionItem{}
	m := openName.FindStringSubmatchIndex(before)
	if m == nil {
		return items
	}
	kind := lint.Singular(before[m[2]:m[3]])
	made := s.made(path, number+1)
	for _, k := range slices.Sorted(maps.Keys(made)) {
		if kind != "" && k != kind {
			continue
		}
		names := slices.Clone(made[k])
		slices.Sort(names)
		for _, name := range names {
			items = append(items, completionItem{Label: name, Kind: kindValue, Detail: k, TextEdit: textEdit{part(number, before, m[4], m[5]), name}})
		}
	}
	return items
}

// made returns the names that the scenario at a line creates, by kind. A line that is being written is not a step yet, but the
// names from the other steps are still known.
func (s *server) made(path string, number int) map[string][]string {
	in, _, err := s.inspect(path)
	if err != nil {
		return nil
	}
	var best *gherkin.Pickle
	for _, f := range in.Features {
		for _, pickle := range f.Pickles {
			if pickle.ScenarioLine <= number && (best == nil || cmp.Compare(pickle.ScenarioLine, best.ScenarioLine) > 0) {
				best = pickle
			}
		}
	}
	if best == nil {
		return nil
	}
	return lint.NamesOf(best, in.ScenarioOf(best))
}
