package gherkin

import "github.com/gherkind/gherkind/internal/words"

// nearest is the known word that a misspelled one most likely means; empty when none is near: at most a third
// of its characters may differ, but one always may (a Chinese word has two).
func nearest(word string, known []string) string {
	length := len([]rune(word))
	if length < 2 {
		return ""
	}
	return words.Closest(word, known, max(length/3, 1))
}
