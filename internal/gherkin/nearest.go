package gherkin

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest is the known word that a misspelled one most likely means; empty when none is near: at most a third
// of its characters may differ, but one always may (a Chinese word has two).
func nearest(word string, known []string) string {
	length := len([]rune(word))
	if length < 2 {
		return ""
	}
	best, least := "", max(length/3, 1)+1
	for _, k := range known {
		if d := slips(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// slips is the edit distance, in which two letters that changed places count as one slip of the fingers.
func slips(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	if d == 2 && slices.Equal(slices.Sorted(strings.SplitSeq(a, "")), slices.Sorted(strings.SplitSeq(b, ""))) {
		return 1
	}
	return d
}
