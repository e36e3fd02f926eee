package probe

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLongAnswers: whether something occurs after the part of an answer that is read is unknown.
func TestLongAnswers(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "begin"+strings.Repeat(".", BodyLimit)+"end")
	}))
	defer server.Close()
	for name, c := range map[string]struct {
		attempt Attempt
		says    string
	}{
		"without its beginning": {Without(Get, server.URL, "begin"), `with the text "begin"`},
		"without its end":       {Without(Get, server.URL, "end"), "more than 64 KiB"},
		"with its end":          {HTTP(Get, server.URL, 200, "end"), "in the first 64 KiB"},
		"with its beginning":    {HTTP(Get, server.URL, 200, "begin"), ""},
	} {
		err := c.attempt(context.WithoutCancel(t.Context()))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
