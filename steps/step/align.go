package step

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// align computes the cheapest way to turn tokens into the variant, word by word (the Wagner-Fischer algorithm applied to
// words), and writes the variant with the values found on that way.
func (v variant) align(types []Type, tokens []string) guess {
	rows, cols := len(v)+1, len(tokens)+1
	cost := make([]float64, rows*cols)
	for i := range rows {
		for j := range cols {
			switch {
			case i == 0 || j == 0:
				cost[i*cols+j] = float64(i + j)
			default:
				cost[i*cols+j] = min(
					cost[(i-1)*cols+j]+1,
					cost[i*cols+j-1]+1,
					cost[(i-1)*cols+j-1]+v[i-1].differs(types, tokens[j-1]))
			}
		}
	}
	g := guess{score: cost[len(cost)-1] / float64(max(len(v), len(tokens), 1))}
	if g.score <= farthest {
		g.text = v.fill(types, tokens, cost)
	}
	return g
}

// fill follows the cheapest way backwards and writes the variant.
func (v variant) fill(types []Type, tokens []string, cost []float64) string {
	cols := len(tokens) + 1
	words := make([]string, len(v))
	for i, j := len(v), len(tokens); i > 0; {
		w := v[i-1]
		here := cost[i*cols+j]
		switch {
		case j > 0 && here == cost[(i-1)*cols+j-1]+w.differs(types, tokens[j-1]):
			words[i-1] = w.write(types, w.values(types, tokens[j-1]))
			i, j = i-1, j-1
		case j > 0 && here == cost[i*cols+j-1]+1:
			j--
		default:
			words[i-1] = w.write(types, nil)
			i--
		}
	}
	var b strings.Builder
	for i, w := range v {
		if w.spaced {
			b.WriteByte(' ')
		}
		b.WriteString(words[i])
	}
	return b.String()
}

// differs returns how different a token is from the word: 0 for equal, 1 for unrelated.
func (w word) differs(types []Type, token string) float64 {
	if w.expr == nil {
		return distance(w.pieces[0].text, token)
	}
	if _, cost, ok := w.fit(types, token); ok {
		return cost
	}
	return 0.8
}

// values returns the texts of the placeholders in a token, nil if the token does not match.
func (w word) values(types []Type, token string) []string {
	if w.expr == nil {
		return nil
	}
	values, _, _ := w.fit(types, token)
	return values
}

// fit returns the values of the first form of the token that matches the word, and the cost of changing the token to that form.
func (w word) fit(types []Type, token string) (values []string, cost float64, ok bool) {
	for _, form := range forms(token) {
		m := w.expr.FindStringSubmatch(form.text)
		if m == nil {
			continue
		}
		values, cost = m[1:], form.cost
		if w.meant(types, values, &cost) {
			return values, cost, true
		}
	}
	return nil, 0, false
}

// meant replaces values with the ones that were probably meant. It returns false if a value cannot be one of its type.
func (w word) meant(types []Type, values []string, cost *float64) bool {
	i := 0
	for _, p := range w.pieces {
		if p.param < 0 {
			continue
		}
		if guess := types[p.param].Guess; guess != nil {
			value, ok := guess(values[i])
			if !ok {
				return false
			}
			if value != values[i] {
				values[i], *cost = value, max(*cost, 0.1)
			}
		}
		i++
	}
	return true
}

// distance returns the share of characters that differ between two words, 1 for words that are unrelated.
func distance(a, b string) float64 {
	if a == b {
		return 0
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return 0.05
	}
	long, short := max(len(a), len(b)), min(len(a), len(b))
	if 2*short < long {
		return 1
	}
	if share := float64(levenshtein.ComputeDistance(a, b)) / float64(long); share <= 0.5 {
		return share
	}
	return 1
}
