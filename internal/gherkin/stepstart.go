package gherkin

import "strings"

// LanguageOf returns the language of a feature; "en" if it declares none.
func LanguageOf(text string) string { return dialectOf([]byte(text)).Language }

// StepStart returns the keyword of a line that is, or begins like, a step, and where its text begins, in bytes; "" for other
// lines. text is the feature, which determines the language.
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
