package reporttest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"

	xhtml "golang.org/x/net/html"
)

// htmlElements and htmlAttributes are the allowed elements and attributes of the page.
var (
	htmlElements = strings.Fields(`html head meta title style body svg defs pattern rect symbol path use header p span h1 dl div dt dd strong pre
		form input kbd button i b details summary output main section h2 a ul li ol code figure line text circle g figcaption table thead tbody tr th td footer script`)
	htmlAttributes = strings.Fields(`lang charset http-equiv content name class width height aria-hidden focusable id patternUnits patternTransform viewBox d fill
		stroke stroke-width stroke-linecap stroke-linejoin role aria-label x y x1 x2 y1 y2 rx r cx text-anchor overflow href title hidden type placeholder autocomplete
		spellcheck data-status data-tag aria-pressed aria-live open`)
)

// CheckHTML parses the page like a browser. It may contain only what the templates contain, links only to its own scenarios, and
// each scenario once.
func CheckHTML(t testing.TB, r *report.Run, text string) {
	t.Helper()
	page, err := xhtml.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count, attempts := map[string]int{}, 0
	for _, s := range r.Scenarios {
		attempts += len(s.Attempts())
	}
	for n := range page.Descendants() {
		if n.Type == xhtml.CommentNode {
			t.Fatalf("a comment: %s", n.Data)
		}
		if n.Type != xhtml.ElementNode {
			continue
		}
		count[n.Data]++
		if !slices.Contains(htmlElements, n.Data) {
			t.Fatalf("unexpected element %s %v", n.Data, n.Attr)
		}
		for _, a := range n.Attr {
			if !slices.Contains(htmlAttributes, a.Key) || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Fatalf("unexpected attribute %s of %s: %.100q", a.Key, n.Data, a.Val)
			}
			if a.Key == "class" && (a.Val == "scenario" || strings.HasPrefix(a.Val, "scenario ")) {
				count["scenario"]++
			}
		}
	}
	if count["scenario"] != len(r.Scenarios) || count["script"] != 1 || count["style"] != 1 || count["ol"] != attempts {
		t.Fatalf("%d scenarios in the run, on the page %v", len(r.Scenarios), count)
	}
}
