package step

import (
	"reflect"
	"testing"
	"time"
)

// TestNamesLimit: a failure adds the time of a wait only to a step that does not name it, in whatever language.
func TestNamesLimit(t *testing.T) {
	for name, c := range map[string]struct {
		args []any
		want bool
	}{
		"within":        {[]any{"web", Ending{Within: time.Second}}, true},
		"only for":      {[]any{"web", Ending{For: time.Second}}, false},
		"no ending":     {[]any{"web", 5 * time.Second}, false},
		"no parameters": {nil, false},
	} {
		var args []reflect.Value
		for _, a := range c.args {
			args = append(args, reflect.ValueOf(a))
		}
		if got := NamesLimit(withLimit(t.Context(), args)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
