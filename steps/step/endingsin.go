package step

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// compileEndings compiles the endings of the language.
func (s *spoken) compileEndings(types []Type) (e endingExprs, err error) {
	for _, t := range types {
		switch t.Name {
		case Duration().Name:
			e.duration = s.typeIn(t)
		case momentName:
			e.moment = s.typeIn(t)
		}
	}
	var problems []error
	compile := func(what string, a Around, head, value, tail string) *regexp.Regexp {
		if a.Write == "" || a.Read == "" || strings.Contains(a.Write, "{}") != (value != "") || strings.Contains(a.Read, "{}") != (value != "") {
			problems = append(problems, fmt.Errorf("ending %q: write and read must be there, with {} for a value", what))
			return nil
		}
		expr, err := regexp.Compile(head + "(?:" + strings.Replace(a.Read, "{}", "("+value+")", 1) + ")" + tail)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("ending %q: %w", what, err))
			return nil
		case expr.NumSubexp() > 1 || value == "" && expr.NumSubexp() > 0:
			problems = append(problems, fmt.Errorf("ending %q has a capture group; write (?:…)", what))
		}
		return expr
	}
	e.within = compile("within", s.Endings.Within, "^ *", e.duration.Pattern, " *")
	e.stays = compile("for", s.Endings.For, " *", e.duration.Pattern, " *$")
	if e.always = compile("throughout", s.Endings.Throughout, "^ *", "", " *"); e.moment.Name != "" {
		e.before = compile("before", s.Endings.Before, "^ *", e.moment.Pattern, " *")
	}
	return e, errors.Join(problems...)
}

// cut removes the endings from a step and returns them in valid form, with an example in place of a bad duration.
func (w *wording) cut(text string) (head, rest, tail string) {
	e, s := w.in.endings, w.in
	take := func(expr *regexp.Regexp) (string, bool) {
		if expr == nil {
			return "", false
		}
		m := expr.FindStringSubmatchIndex(text)
		if m == nil {
			return "", false
		}
		value := ""
		if len(m) > 2 {
			value = text[m[2]:m[3]]
		}
		text = text[:m[0]] + text[m[1]:]
		return value, true
	}
	length := func(value string) string {
		for _, r := range w.english[len(w.english)-2] { // the second to last group is a duration for both kinds of endings
			value = r.from.ReplaceAllString(value, r.to)
		}
		if _, err := parseDuration(value); err != nil {
			return Duration().Example
		}
		return value
	}
	if w.shape.span {
		if _, found := take(e.always); found {
			head = s.Endings.Throughout.Write
		} else if moment, found := take(e.before); found {
			head = s.Endings.Before.with(moment)
		}
	} else if value, found := take(e.within); found {
		head = s.Endings.Within.with(length(value))
	}
	if value, found := take(e.stays); found {
		tail = s.Endings.For.with(length(value))
	}
	return head, text, tail
}

// guess returns the variant that is most similar to the text, with the endings of the text if the definition takes them.
func (w *wording) guess(text string) guess {
	head, tail := "", ""
	if w.shape.ending || w.shape.span {
		head, text, tail = w.cut(text)
	}
	best, list := guess{score: 1}, tokens(text)
	for _, v := range w.variants {
		if g := v.align(w.types, list); g.score < best.score {
			best = g
		}
	}
	best.text = head + best.text + tail
	return best
}

// guesses returns the definitions that are similar enough to a text in the language.
func (s *spoken) guesses(text string) (near []guess) {
	for _, w := range s.wordings {
		if best := w.guess(text); best.score <= farthest {
			best.acts = w.onlyActs()
			near = append(near, best)
		}
	}
	return near
}

// samples returns all ways to write the pattern, filled with the examples of the types, with and without spaces.
func (w *wording) samples() (all []string) {
	e := w.in.Endings
	for _, v := range w.variants {
		text := v.write(w.types)
		texts := []string{text}
		if w.shape.ending {
			within, stays := e.Within.with("30s"), e.For.with("10s")
			texts = append(texts, within+text, text+stays, within+text+stays)
		}
		if w.shape.span {
			texts = append(texts, e.Throughout.Write+text, text+e.For.with("10s"), e.Before.with(w.in.endings.moment.Example)+text)
		}
		all = append(all, texts...)
	}
	for _, text := range slices.Clone(all) {
		if tight := joined(text); tight != text {
			all = append(all, tight)
		}
	}
	return all
}

var besideLetter = regexp.MustCompile(`(\p{Han}) +| +(\p{Han})`)

// joined removes the optional spaces next to letters of the script.
func joined(text string) string { return besideLetter.ReplaceAllString(text, "$1$2") }
