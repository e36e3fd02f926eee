package explain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// TestPageIsCurrent: docs/codes.md says what [Codes] says.
func TestPageIsCurrent(t *testing.T) {
	const path = "../../docs/codes.md"
	goldenfile.Equal(t, path, page())
}

// page is the page of all codes, in Markdown.
func page() string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, c := range Codes() {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n    %s\n", c.Code, c.Meaning, c.Example)
	}
	return b.String()
}

const pageHead = `# Cause codes

Generated from ` + "`internal/explain`" + ` by ` + "`make generate`" + `.

A failure names its cause with one of these codes, in the report, in
` + "`gherkind explain KIND/NAME`" + ` and in the step ` + "`Then the reason is CODE`" + `. A code never
changes its meaning. The sentence after it names the container, the limit or the log line that the cause
was read from. Below each code is an example.
`
