package fileerror_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/fileerror"
)

func TestError(t *testing.T) {
	for want, e := range map[string]*fileerror.Error{
		"web.yaml:3: no name": {Path: "web.yaml", Line: 3, Msg: "no name"},
		"chart: no name":      {Path: "chart", Msg: "no name"},
	} {
		if e.Error() != want {
			t.Errorf("%q, not %q", e.Error(), want)
		}
		path, line, message := e.Place()
		if path != e.Path || line != max(e.Line, 1) || message != e.Msg {
			t.Errorf("%s: placed at %s:%d: %s", want, path, line, message)
		}
	}
}
