package cli

import (
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// commentsIn translates the comments of a manifest that are lines of their own.
func commentsIn(l *say.Language, manifest string) string {
	lines := strings.Split(manifest, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		comment, is := strings.CutPrefix(text, "# ")
		if !is {
			continue
		}
		told := "# " + l.Word(comment) // a reason, which is said without the sign
		if told == text {
			told = l.Retell(text)
		}
		lines[i] = strings.TrimSuffix(line, text) + told
	}
	return strings.Join(lines, "\n")
}
