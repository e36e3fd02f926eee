package step

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxSuggestions = 3
	// farthest is the maximum share of a step that may differ from a suggestion.
	farthest = 0.5
	// behind is by how much another suggestion may be worse than the best one; closely is the same if the best one is nearly
	// identical to the text.
	behind  = 0.15
	closely = 0.03
	// unasked is the penalty for a check if an action is expected.
	unasked = 0.2
	// slip is the maximum share that differs by a typo only.
	slip = 0.15
	// longest is the length in bytes up to which a text is compared with the steps: the cost grows with the square, and no text
	// of this length was meant as a step.
	longest = 1000
)

// guess is a step that the author may have meant.
type guess struct {
	text  string
	score float64 // share of the words that differ; 0 for equal
	acts  bool
}

// suggestIn returns the steps that a text in a language may mean; nil is English.
func (c *Catalogue) suggestIn(in *spoken, role Role, text string) (steps []string, advice string) {
	switch {
	case in == nil:
		return c.suggest(role, text)
	case len(text) > longest:
		return nil, ""
	}
	return chosen(forRole(role, in.guesses(text)))
}

// suggest returns the steps that the text may mean, the best first, and advice about them. A phrase has its own answer.
// Otherwise it returns similar steps: words are compared by edit distance, and a value costs nothing if it matches its
// placeholder.
func (c *Catalogue) suggest(role Role, text string) (steps []string, advice string) {
	if len(text) > longest {
		return nil, ""
	}
	if strings.Count(strings.ReplaceAll(text, `\"`, ""), `"`)%2 == 1 {
		steps, _ := c.suggest(role, strings.ReplaceAll(text, `"`, ""))
		return steps, `a double quote is missing: a name stands between two, as in pod "web"`
	}
	if step, comment := cutComment(text); comment != "" {
		if c.Fits(step) {
			return []string{step}, commentAlone
		}
		steps, _ := c.suggest(role, step)
		return steps, commentAlone
	}
	if steps, advice, ok := c.answer(role, text); ok {
		return steps, advice
	}
	return chosen(forRole(role, c.guesses(text, reworded(text))))
}

const commentAlone = "a comment must be on its own line"

// cutComment separates a comment at the end of a step.
func cutComment(text string) (step, comment string) {
	inside := false
	for i, r := range text {
		switch {
		case r == '"':
			inside = !inside
		case r == '#' && !inside && i > 0 && text[i-1] == ' ':
			return strings.TrimSpace(text[:i]), text[i:]
		}
	}
	return text, ""
}

// guesses returns the definitions that are similar enough to one of the wordings, without duplicates.
func (c *Catalogue) guesses(wordings ...string) []guess {
	var guesses []guess
	for _, d := range c.definitions {
		best := guess{score: 1}
		for _, text := range slices.Compact(wordings) {
			if g := d.guess(text); g.score < best.score {
				best = g
			}
		}
		if best.score <= farthest {
			best.acts = d.onlyActs()
			guesses = append(guesses, best)
		}
	}
	return guesses
}

// onlyActs reports whether the step is no check. Some checks act, such as the one that expects the API server to reject a
// manifest.
func (d *definition) onlyActs() bool {
	return d.Acts && !strings.HasPrefix(d.Example, string(RoleThen))
}

// forRole sorts the guesses. If a check is expected, actions are removed, because they would change what is to be checked. Only
// if the text differs from an action by a typo, and no check is as similar, it is answered as that action with the wrong
// keyword.
func forRole(role Role, guesses []guess) (sorted []guess, advice string) {
	byScore := func(a, b guess) int { return cmp.Compare(a.score, b.score) }
	if role == RoleWhen {
		for i := range guesses {
			if !guesses[i].acts {
				guesses[i].score += unasked
			}
		}
	}
	slices.SortStableFunc(guesses, byScore)
	if role != RoleThen || len(guesses) == 0 {
		return guesses, ""
	}
	checks := slices.DeleteFunc(slices.Clone(guesses), func(g guess) bool { return g.acts })
	if best := guesses[0]; best.acts && best.score <= slip && (len(checks) == 0 || checks[0].score > best.score+closely) {
		return guesses[:1], "it acts, so write it after When"
	}
	return checks, ""
}

// chosen returns the guesses to suggest.
func chosen(guesses []guess, advice string) ([]string, string) {
	var out []string
	for _, g := range guesses {
		within := behind
		if guesses[0].score <= closely {
			within = closely
		}
		if len(out) == maxSuggestions || g.score > guesses[0].score+within {
			break
		}
		if !slices.Contains(out, g.text) {
			out = append(out, g.text)
		}
	}
	return out, advice
}

// guess returns the variant that is most similar to the text, with the endings of the text if the definition takes them.
func (d *definition) guess(text string) guess {
	head, endings := "", ""
	if d.shape.ending {
		text, endings = cutEndings(text)
	}
	if d.shape.span {
		head, text, endings = d.cutSpan(text)
	}
	best, list := guess{score: 1}, tokens(text)
	for _, v := range d.variants {
		if g := v.align(d.types, list); g.score < best.score {
			best = g
		}
	}
	best.text = head + best.text + endings
	return best
}
