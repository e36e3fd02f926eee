package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// mark is the byte order mark, which is kept.
const mark = "\ufeff"

// errChanged would be a bug: then the text is not changed.
var errChanged = errors.New("formatting would change the content of the file; this is a bug in gherkind, and the file is not changed")

// Source formats the text of a feature. If the text cannot be parsed, the error is a [gherkin.Problems].
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

// lines returns the lines of a text, without line breaks.
func lines(data []byte) []string {
	all := strings.Split(string(data), "\n")
	for i := range all {
		all[i] = strings.TrimSuffix(all[i], "\r")
	}
	return all
}
