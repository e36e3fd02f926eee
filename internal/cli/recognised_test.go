package cli

import (
	"fmt"
	"strings"
	"testing"
)

// TestMessagesAreRecognised: each sentence is translated as a whole when it is only available as a text. A shorter message that
// matches a part of it must not leave the rest in English.
func TestMessagesAreRecognised(t *testing.T) {
	l := chinese(t)
	for id, m := range l.Messages() {
		if strings.Contains(id, "\n") || strings.ContainsAny(id[:1], " (;,") { // parts of sentences
			continue
		}
		english, want := filled(id, id), filled(id, m.Text+m.Forms["other"])
		texts := []string{english}
		if strings.HasPrefix(id, "%s: ") { // the place may be that of a line, which is split off
			texts = append(texts, strings.Replace(english, "Name1", "dir/file.yaml:7", 1))
		}
		for _, text := range texts {
			if told := l.Retell(text); inARow.MatchString(asIs.ReplaceAllString(told, "")) && !inARow.MatchString(asIs.ReplaceAllString(want, "")) {
				t.Errorf("%q is told as %q, want %q", text, told, want)
			}
		}
	}
}

// filled returns a format with names and numbers for the values of a message.
func filled(id, format string) string {
	var values []any
	for i, value := range valuesIn(id) {
		switch value[len(value)-1] {
		case 'd', 'x', 'X':
			values = append(values, i+2)
		case 'f', 'g':
			values = append(values, 2.5)
		case 't':
			values = append(values, true)
		case 'c':
			values = append(values, '，')
		default:
			values = append(values, fmt.Sprintf("Name%d", i+1))
		}
	}
	if len(values) == 0 {
		return format
	}
	return fmt.Sprintf(asValue.Replace(format), values...)
}

// asValue makes the verbs of errors and of texts that stay as they are those of values.
var asValue = strings.NewReplacer("%w", "%v", "]w", "]v", "%-s", "%s", "%-w", "%v", "%-v", "%v", "%-[", "%[")
