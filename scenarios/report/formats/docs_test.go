package formats

import (
	"strconv"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
)

// TestDocs: docs/reports.md names every format and every limit.
func TestDocs(t *testing.T) {
	page := reporttest.ReadFile(t, "../../../docs/reports.md")
	for _, f := range All() {
		if !strings.Contains(page, "| `"+f.Name+"` | ") {
			t.Errorf("the format %s is not in the table", f.Name)
		}
	}
	for what, limit := range map[string]int{
		"| a name, a path, a one-line reason or hint | %s bytes": show.MaxAttr, "| a value: want, saw, why, an error | %s bytes": show.MaxText,
		"| the doc string or table of a step | %s bytes": show.MaxArgument, "| %s names": show.MaxNames,
		"| %s items of ": show.MaxItems, " items of %s bytes": show.MaxItem, "`messages` | %s KiB": show.MaxTrace >> 10,
		"case in `junit` | %s KiB": show.MaxBody >> 10, "| a `markdown` page | %s KiB": show.MaxSummary >> 10, "in `github` | %s;": show.MaxAnnotations,
	} {
		if want := strings.Replace(what, "%s", thousands(limit), 1); !strings.Contains(page, want) {
			t.Errorf("the limit %q is not documented", want)
		}
	}
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "," + strconv.Itoa(1000 + n%1000)[1:]
}
