package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// mark is the byte order mark, which stays where it was.
const mark = "\ufeff"

// errChanged would be a bug: the text is left as it was then.
var errChanged = errors.New("formatting would change the content of the file; this is a bug in gherkind, and the file is not changed")

// Source lays out the text of a feature. The error is that of a text that cannot be parsed, a [gherkin.Problems].
func Source(name string, data []byte) ([]byte, error) {
	before, err := gherkin.Parse(name, data)
	if err != nil {
		return nil, err
	}
	l := newLayout(before.Document.Feature, lines(before.Source))
	text := strings.Join(l.write(), "\n") + "\n"
	after, err := gherkin.Parse(name, []byte(text))
	if err != nil || said(after.Document) != said(before.Document) {
		return nil, fmt.Errorf("%s: %w", name, errChanged)
	}
	if bytes.Count(data, []byte("\r\n"))*2 > bytes.Count(data, []byte("\n")) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if bytes.HasPrefix(data, []byte(mark)) {
		text = mark + text
	}
	return []byte(text), nil
}

// lines are those of a text, without what ends them.
func lines(data []byte) []string {
	all := strings.Split(string(data), "\n")
	for i := range all {
		all[i] = strings.TrimSuffix(all[i], "\r")
	}
	return all
}
