package steps

import (
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestHasNothingAt: a field without a value is absent; an empty string is a value, and a status of an older spec does not
// count.
func TestHasNothingAt(t *testing.T) {
	for _, c := range []struct{ path, doc, saw string }{
		{"{.data.b}", "data: {a: '1'}", ""},
		{"{.data.b}", "metadata: {name: c}", ""},
		{"{.data.a}", "data: {a: '1'}", `it has "1" at {.data.a}`},
		{"{.data.a}", "data: {a: ''}", `it has "" at {.data.a}`},
		{"{.items[*].name}", "items: []", ""},
		{"{.items[?(@.name=='x')].port}", "items: [{name: web, port: 1}]", ""},
		{"{.status.replicas}", "metadata: {generation: 2}, status: {observedGeneration: 2}", ""},
		{"{.status.replicas}", "metadata: {generation: 2}, status: {observedGeneration: 1}", "its controller has seen generation 1, the spec is at 2"},
	} {
		path, err := kube.ParseJSONPath(c.path)
		if err != nil {
			t.Fatal(err)
		}
		viewtest.Verdict(t, c.path+" in "+c.doc, hasNothingAt(viewtest.See(t, "{kind: Widget, "+c.doc+"}")[0].Object, path), c.saw)
	}
}
