package kube

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestAPortForwardThatIsNotMade: a busy or unreachable API server says nothing about the pod; what it or the pod's node says
// about the pod counts.
func TestAPortForwardThatIsNotMade(t *testing.T) {
	busy := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "Too many requests, please try again later.", code)
		}
	}
	says := func(code int, reason, message string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { reply(w, code, status(code, reason, message)) }
	}
	for name, c := range map[string]struct {
		answer    http.HandlerFunc
		unreached bool
	}{
		"too busy":               {busy(429), true},
		"a proxy without server": {busy(502), true},
		"about to start":         {says(503, "ServiceUnavailable", "the server is currently unable to handle the request"), true},
		"it hangs up":            {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true},
		"no such pod":            {says(404, "NotFound", `pods "web" not found`), false},
		"it does not run":        {says(400, "BadRequest", "container not running"), false},
	} {
		_, err := serve(t, c.answer).PortForward(t.Context(), "n", "web", 80)
		if _, is := errors.AsType[*Unreached](err); err == nil || is != c.unreached {
			t.Errorf("%s: %v", name, err)
		}
	}
	gone := httptest.NewServer(busy(429))
	gone.Close()
	if _, err := clientOf(t, gone.URL).PortForward(t.Context(), "n", "web", 80); !errors.As(err, new(*Unreached)) {
		t.Errorf("nobody listens: %v", err)
	}
}
