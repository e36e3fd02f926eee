package step

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// align finds the cheapest way to turn tokens into the variant, word by word (Wagner and Fischer's algorithm
// over words), and writes the variant with the values it met on that way.
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
					cost[(i-1)*cols+j-1]+v[i-1].differs(tokens[j-1]))
			}
		}
	}
	g := guess{score: cost[len(cost)-1] / float64(max(len(v), len(tokens), 1))}
	if g.score <= farthest {
		g.text = v.fill(types, tokens, cost)
	}
	return g
}

// fill walks the cheapest way back and writes the variant.
func (v variant) fill(types []Type, tokens []string, cost []float64) string {
	cols := len(tokens) + 1
	words := make([]string, len(v))
	for i, j := len(v), len(tokens); i > 0; {
		w := v[i-1]
		here := cost[i*cols+j]
		switch {
		case j > 0 && here == cost[(i-1)*cols+j-1]+w.differs(tokens[j-1]):
			words[i-1] = w.write(types, w.values(tokens[j-1]))
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

// differs says how unlike a token is to the word: 0 is the same, 1 is another word.
func (w word) differs(token string) float64 {
	if w.expr == nil {
		return distance(w.pieces[0].text, token)
	}
	for i, form := range forms(token) {
		if w.expr.MatchString(form) {
			return min(0.1*float64(i), 0.1)
		}
	}
	return 0.8
}

// values are the texts of the placeholders in a token, nil when it does not fit.
func (w word) values(token string) []string {
	if w.expr == nil {
		return nil
	}
	for _, form := range forms(token) {
		if m := w.expr.FindStringSubmatch(form); m != nil {
			return m[1:]
		}
	}
	return nil
}

// distance is the share of characters that differ between two words; above one half they are other words.
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
