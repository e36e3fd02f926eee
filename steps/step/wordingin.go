package step

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// wording is the translation of a definition.
type wording struct {
	*definition
	in       *spoken
	pattern  string // without the numbers of the placeholders
	types    []Type // of the placeholders, in the order of the pattern
	order    []int  // index of each placeholder in the definition
	expr     *regexp.Regexp
	variants []variant
	english  [][]replacement // for each group of a [Match], the replacements that convert its value to English
}

type replacement struct {
	from *regexp.Regexp
	to   string
}

// endingExprs are the compiled endings of a language.
type endingExprs struct {
	duration, moment              Type
	within, stays, before, always *regexp.Regexp // where they are in a text
}

// The names of groups in the expression of a wording.
const (
	groupWithin, groupFor, groupBefore = "within", "for", "before"
	clauseWithin, clauseThroughout     = "clauseWithin", "clauseThroughout"
)

var numbered = regexp.MustCompile(`\{([a-z-]+?)([0-9]+)\}`)

// unnumbered removes the numbers of placeholders from a pattern.
func unnumbered(pattern string) string { return numbered.ReplaceAllString(pattern, "{$1}") }

// orderOf returns, for each placeholder of the pattern, the index of the same placeholder in the English pattern.
func orderOf(pattern string, english []string) ([]int, error) {
	var order []int
	for _, m := range regexp.MustCompile(`\{([a-z-]+?)([0-9]*)\}`).FindAllStringSubmatch(pattern, -1) {
		var same []int
		for i, name := range english {
			if name == m[1] {
				same = append(same, i)
			}
		}
		n, err := strconv.Atoi(m[2])
		switch {
		case len(same) == 0:
			return nil, fmt.Errorf("the English pattern has no {%s}", m[1])
		case m[2] == "" && len(same) > 1:
			return nil, fmt.Errorf("the English pattern has %d of {%s}: write {%[2]s1} for the first one", len(same), m[1])
		case m[2] == "":
			n = 1
		case err != nil || n < 1 || n > len(same) || len(same) == 1:
			return nil, fmt.Errorf("{%s%s}: the English pattern has %d of {%[1]s}", m[1], m[2], len(same))
		}
		if slices.Contains(order, same[n-1]) {
			return nil, fmt.Errorf("%s is there twice", m[0])
		}
		order = append(order, same[n-1])
	}
	if len(order) != len(english) {
		return nil, fmt.Errorf("it has %d placeholders, and the English pattern %d", len(order), len(english))
	}
	return order, nil
}

// word compiles the translation of a definition.
func (s *spoken) word(d *definition, words Words) (*wording, error) {
	if words.Pattern == "" || strings.TrimSpace(words.Doc) == "" || strings.TrimSpace(words.Example) == "" {
		return nil, errors.New("it needs a pattern, a doc and an example")
	}
	if !writtenIn(s.script, words.Pattern) {
		return nil, fmt.Errorf("pattern %q has no letter of %s: it could not be told from English", words.Pattern, s.Script)
	}
	order, err := orderOf(words.Pattern, params(d.parts))
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", words.Pattern, err)
	}
	w := &wording{definition: d, in: s, pattern: unnumbered(words.Pattern), order: order}
	parts, err := parsePattern(w.pattern)
	if err != nil {
		return nil, err
	}
	for _, i := range order {
		w.types = append(w.types, s.typeIn(d.types[i]))
	}
	if w.expr, err = regexp.Compile(w.regexp(parts)); err != nil {
		return nil, fmt.Errorf("compile pattern %q: %w", w.pattern, err)
	}
	if w.variants, err = expand(w.pattern, parts, w.types); err != nil {
		return nil, err
	}
	return w, w.compileEnglish()
}

// regexp returns the anchored expression of the whole step, including endings.
func (w *wording) regexp(parts []part) string {
	format := "(?P<p%d>%s)"
	if w.shape.ending || w.shape.span {
		format = "(?P<p%d>(?U:%s))"
	}
	i := -1
	body := w.in.expression(parts, func() (string, bool) {
		i++
		return fmt.Sprintf(format, w.order[i], w.types[i].Pattern), writtenIn(w.in.script, w.types[i].Example)
	})
	read := func(a Around, value string) string { return strings.Replace(a.Read, "{}", value, 1) }
	e, length := w.in.Endings, w.in.endings.duration.Pattern
	stays := "(?: *" + read(e.For, "(?P<for>"+length+")") + ")?"
	switch {
	case w.shape.ending:
		body = "(?P<clauseWithin>" + read(e.Within, "(?P<within>"+length+")") + " *)?" + body + stays
	case w.shape.span:
		body = "(?:(?P<clauseThroughout>" + e.Throughout.Read + ") *)?(?:" + read(e.Before, "(?P<before>"+w.in.endings.moment.Pattern+")") + " *)?" + body + stays
	}
	return "^" + body + "$"
}

// compileEnglish finds, for each group of a match, the replacements that convert its value to English.
func (w *wording) compileEnglish() error {
	for _, name := range w.kindsOfGroups() {
		var all []replacement
		for _, r := range w.in.Placeholders[name].English {
			from, err := regexp.Compile(r.From)
			if err != nil {
				return fmt.Errorf("placeholder {%s}: %w", name, err)
			}
			all = append(all, replacement{from, r.To})
		}
		w.english = append(w.english, all)
	}
	return nil
}

// kindsOfGroups returns the types of the groups of a match.
func (d *definition) kindsOfGroups() []string {
	names := params(d.parts)
	switch {
	case d.shape.ending:
		names = append(names, Duration().Name, Duration().Name)
	case d.shape.span:
		names = append(names, Duration().Name, momentName)
	}
	return names
}

// namesOfGroups returns the names of the groups in the expression.
func (d *definition) namesOfGroups() []string {
	var names []string
	for i := range d.types {
		names = append(names, fmt.Sprintf("p%d", i))
	}
	switch {
	case d.shape.ending:
		names = append(names, groupWithin, groupFor)
	case d.shape.span:
		names = append(names, groupFor, groupBefore)
	}
	return names
}

// match returns the match of the text; nil if the text does not match.
func (w *wording) match(text string) *Match {
	found := w.expr.FindStringSubmatchIndex(text)
	if found == nil {
		return nil
	}
	at := func(name string) (int, int) {
		i := w.expr.SubexpIndex(name)
		if i < 0 {
			return -1, -1
		}
		return found[2*i], found[2*i+1]
	}
	m := &Match{Def: w.Def, Text: text, definition: w.definition, said: w, untimed: text}
	for i, name := range w.namesOfGroups() {
		begin, end := at(name)
		m.at = append(m.at, begin, end)
		value := ""
		if begin >= 0 {
			value = text[begin:end]
			for _, r := range w.english[i] {
				value = r.from.ReplaceAllString(value, r.to)
			}
		}
		m.groups = append(m.groups, value)
	}
	if begin, end := at(clauseWithin); begin >= 0 {
		m.untimed = text[:begin] + text[end:]
	}
	begin, _ := at(clauseThroughout)
	m.throughout = begin >= 0
	return m
}

// withSpans returns the ways to write a step that looks back with a span, in the order of the fields of [Span].
func (w *wording) withSpans(text string) []string {
	e := w.in.Endings
	return []string{e.Throughout.Write + text, text + e.For.with("5s"), e.Before.with(w.in.endings.moment.Example) + text}
}

// ways returns the pattern alone, and with each ending that it takes.
func (w *wording) ways() []string {
	e, p, length := w.in.Endings, w.pattern, "{duration}"
	all := []string{p}
	if w.shape.ending {
		all = append(all, e.Within.with(length)+p, p+e.For.with(length), e.Within.with(length)+p+e.For.with(length))
	}
	if w.shape.span {
		all = append(all, e.Throughout.Write+p, p+e.For.with(length), e.Before.with("{"+momentName+"}")+p)
	}
	return all
}

// usage returns the pattern with its endings, as listed.
func (w *wording) usage() string {
	e := w.in.Endings
	optional := func(a Around) string { return "[" + a.with("…") + "]" }
	switch {
	case w.shape.ending:
		return optional(e.Within) + w.pattern + optional(e.For)
	case w.shape.span:
		return optional(e.Throughout) + optional(e.Before) + w.pattern + optional(e.For)
	}
	return w.pattern
}
