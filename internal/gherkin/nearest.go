package gherkin

import "github.com/gherkind/gherkind/internal/words"

// nearest returns the known word that a misspelled one most likely means; "" if none is similar: at most a third of its
// characters may differ, but one always may (a Chinese word has two).
func nearest(word string, known []string) string {
	length := len([]rune(word))
	if length < 2 {
		return ""
	}
	return words.Closest(word, known, max(length/3, 1))
}
