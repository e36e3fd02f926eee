package lsp

import (
	"regexp"
	"strings"

	"github.com/gherkind/gherkind/internal/format"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/steps/step"
)

// stepAt returns the step on a line, as it is written in the file.
func (s *server) stepAt(path string, number int) (text string, begin int, def *step.Match) {
	whole := s.text(path)
	written := line(whole, number)
	keyword, begin := gherkin.StepStart(whole, written)
	if keyword == "" {
		return "", 0, nil
	}
	text = strings.TrimSpace(written[begin:])
	match, err := s.catalogue.Match(text, step.NoArgument)
	if err != nil && match == nil {
		return text, begin, nil
	}
	return text, begin, match
}

// hover returns the documentation of a step.
func (s *server) hover(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	text, begin, match := s.stepAt(path, p.Position.Line)
	if match == nil {
		return nil, nil //nolint:nilnil // the answer is null
	}
	written := line(s.text(path), p.Position.Line)
	catalogue, err := s.listed(match.Language())
	if err != nil {
		return nil, err
	}
	return hover{*docOf(catalogue.Find(match.Def.Name), catalogue.Describe(match.Def.Name)), part(p.Position.Line, written, begin, begin+len(text))}, nil
}

var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// nameAt returns the quoted text at a position, and where it starts in its line; "" if there is none.
func nameAt(text string, at int) (name string, start int) {
	for _, m := range quoted.FindAllStringSubmatchIndex(text, -1) {
		if m[0] <= at && at <= m[1] {
			return text[m[2]:m[3]], m[2]
		}
	}
	return "", 0
}

// definition returns the manifest that a step applies, or the document of the object that it names.
func (s *server) definition(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	text := line(s.text(path), p.Position.Line)
	name, start := nameAt(text, bytesAt(text, p.Position.Character))
	found := []location{}
	if name == "" {
		return found, nil
	}
	in, files, err := s.inspect(path)
	if err != nil {
		return nil, err
	}
	own := s.name(files, path)
	kind := kindBefore(text[:start-1])
	for _, f := range in.Features {
		for _, pickle := range f.Pickles {
			for _, use := range plan.ManifestsOf(pickle) {
				m := use.Manifest
				if m.Path != own && strings.HasSuffix(m.Path, name) && kind == "" {
					found = appendOnce(found, location{uriOf(s.path(m.Path)), span{}})
				}
				for _, d := range m.Docs {
					if d.Object.GetName() == name && (kind == "" || lint.Singular(d.Object.GetKind()) == kind) {
						at := position{d.Line - 1, 0}
						found = appendOnce(found, location{uriOf(s.path(m.Path)), span{at, at}})
					}
				}
			}
		}
	}
	return found, nil
}

// kindBefore returns the kind before a name; "" if it is not a built-in kind.
func kindBefore(text string) string {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return ""
	}
	return lint.Singular(fields[len(fields)-1])
}

func appendOnce(all []location, one location) []location {
	for _, l := range all {
		if l == one {
			return all
		}
	}
	return append(all, one)
}

// formatting formats the file. A text that cannot be parsed is left unchanged.
func (s *server) formatting(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	text := s.text(path)
	laidOut, err := format.Source(path, []byte(text))
	if err != nil || string(laidOut) == text {
		return []textEdit{}, nil //nolint:nilerr // lint says what is wrong
	}
	lines := strings.Split(text, "\n")
	end := position{len(lines) - 1, units(lines[len(lines)-1])}
	return []textEdit{{span{position{}, end}, string(laidOut)}}, nil
}

// lenses returns code lenses to run each scenario.
func (s *server) lenses(p documentParams) (any, error) {
	path := pathOf(p.TextDocument.URI)
	lenses := []codeLens{}
	feature, err := gherkin.Parse(path, []byte(s.text(path)))
	if err != nil {
		return lenses, nil //nolint:nilerr // lint says what is wrong
	}
	last := 0
	for _, pickle := range feature.Pickles {
		if pickle.ScenarioLine == last {
			continue
		}
		last = pickle.ScenarioLine
		at := position{last - 1, 0}
		lenses = append(lenses,
			codeLens{span{at, at}, command{s.in.Sayf("Run"), "gherkind.run", []any{path, last}}},
			codeLens{span{at, at}, command{s.in.Sayf("Run, and keep what failed"), "gherkind.debug", []any{path, last}}})
	}
	return lenses, nil
}
