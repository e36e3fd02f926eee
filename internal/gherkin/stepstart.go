package gherkin

import "strings"

// LanguageOf is the language of a feature by its text: "en" when it says none.
func LanguageOf(text string) string { return dialectOf([]byte(text)).Language }

// StepStart is the keyword of a line that is a step, or begins to be one, and where its text begins, in bytes; "" for other
// lines. The language is that of the text that it stands in.
func StepStart(text, line string) (keyword string, begin int) {
	trimmed := strings.TrimLeft(line, " \t")
	for _, k := range dialectOf([]byte(text)).StepKeywords() {
		if strings.HasPrefix(trimmed, k) && len(k) > len(keyword) {
			keyword = k
		}
	}
	if keyword == "" {
		return "", 0
	}
	rest := strings.TrimPrefix(trimmed, keyword)
	return keyword, len(line) - len(strings.TrimLeft(rest, " \t"))
}
