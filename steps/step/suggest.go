package step

import (
	"cmp"
	"slices"
)

const (
	maxSuggestions = 3
	// farthest is the highest share of a step that may differ from a suggestion.
	farthest = 0.5
	// behind is how much worse than the best suggestion another one may be.
	behind = 0.15
	// longest is the longest step, in bytes, that is compared with the others: the work grows with its square,
	// and nothing of this length was meant to be a step.
	longest = 1000
)

// guess is a step that the writer may have meant.
type guess struct {
	text  string
	score float64 // share of the words that differ; 0 is the same
}

// suggest gives the steps that look like text, the nearest first. Words are compared by edit distance; a value
// costs nothing where its placeholder could stand.
func (c *Catalogue) suggest(text string) []string {
	if len(text) > longest {
		return nil
	}
	plain, endings := cutEndings(text)
	all, short := tokens(text), tokens(plain)
	var guesses []guess
	for _, d := range c.definitions {
		var g guess
		if d.shape.ending {
			g = d.guess(short)
			g.text += endings
		} else {
			g = d.guess(all)
		}
		if g.score <= farthest {
			guesses = append(guesses, g)
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, g := range guesses {
		if len(out) == maxSuggestions || g.score > guesses[0].score+behind {
			break
		}
		if !slices.Contains(out, g.text) {
			out = append(out, g.text)
		}
	}
	return out
}

// guess is the variant nearest to the tokens.
func (d *definition) guess(tokens []string) guess {
	best := guess{score: 1}
	for _, v := range d.variants {
		if g := v.align(d.types, tokens); g.score < best.score {
			best = g
		}
	}
	return best
}
