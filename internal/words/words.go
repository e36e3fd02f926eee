package words

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Misspelt is the known word of which another one is a typo: at most a fifth of its letters differ, or
// one does. "" when it is known itself, or is like none.
func Misspelt(word string, known []string) string {
	if slices.Contains(known, word) {
		return ""
	}
	return Closest(word, known, max(len(word)/5, 1))
}

// Times writes a number with its noun: "1 restart", "2 restarts".
func Times[N ~int | ~int32 | ~int64](noun string, n N) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Nearest is the known word that differs least, if it differs by no more than a third. Two letters that changed places
// differ once.
func Nearest(word string, known []string) string { return Closest(word, known, len(word)/3) }

// Closest is the first of the known words that differ least, if they differ by no more than limit. Capitals do not count.
func Closest(word string, known []string, limit int) string {
	best, distance := "", limit+1
	for _, k := range known {
		if d := Differences(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// Differences is in how many letters two words differ. Two letters that changed places differ once.
func Differences(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d == 2 && slices.Equal(slices.Sorted(strings.SplitSeq(a, "")), slices.Sorted(strings.SplitSeq(b, ""))) {
		return 1
	}
	return d
}
