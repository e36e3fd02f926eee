package kube

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func logServer(t *testing.T, code int, text string) (*Client, *sent) {
	t.Helper()
	last := &sent{}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		last.note(t, r)
		w.Header().Set("Content-Type", map[bool]string{true: "application/json", false: "text/plain"}[strings.HasPrefix(text, "{")])
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}), last
}

func TestWhichLogIsAskedFor(t *testing.T) {
	client, last := logServer(t, 200, "x\n")
	for _, c := range []struct {
		previous        bool
		limit           int64
		asked, tailedBy string
	}{
		{false, 1 << 10, "", "32"},
		{true, 1 << 10, "true", "32"},
		{false, 31, "", "1"}, // 0 lines would be an empty log
	} {
		if got, err := client.Logs(t.Context(), "n", "web", "app", c.previous, c.limit); err != nil || got != "x\n" {
			t.Errorf("got %q, %v", got, err)
		}
		query, err := url.ParseQuery(last.query)
		if err != nil || last.line != "GET /api/v1/namespaces/n/pods/web/log" || query.Get("container") != "app" || query.Get("previous") != c.asked || query.Get("tailLines") != c.tailedBy {
			t.Errorf("asked %s?%s, want %+v", last.line, last.query, c)
		}
	}
	if n := client.Requests()["GET pods/log"]; n != 3 {
		t.Errorf("counted %v", client.Requests())
	}
}

func TestTheEndOfALogIsKept(t *testing.T) {
	const text = "one\ntwo\nthree\n"
	for limit, want := range map[int64]string{1: "\n", 5: "hree\n", int64(len(text)) - 1: text[1:], int64(len(text)): text, 1 << 20: text} {
		client, _ := logServer(t, 200, text)
		if got, err := client.Logs(t.Context(), "n", "web", "app", false, limit); err != nil || got != want {
			t.Errorf("%d bytes: got %q, %v, want %q", limit, got, err, want)
		}
	}
	// The server counts lines, and lines may be long: the result is still the end.
	long, _ := logServer(t, 200, strings.Repeat("x", 100_000)+"\nthe end\n")
	if got, err := long.Logs(t.Context(), "n", "web", "app", false, 8); err != nil || got != "the end\n" {
		t.Errorf("long lines: got %q, %v", got, err)
	}
	client, _ := logServer(t, 200, "")
	if got, err := client.Logs(t.Context(), "n", "web", "app", false, 100); err != nil || got != "" {
		t.Errorf("an empty log: got %q, %v", got, err)
	}
}

func TestNoLog(t *testing.T) {
	const at = `read the log of container "app" of pod "web": `
	for name, c := range map[string]struct {
		code int
		text string
		says string
	}{
		"the kubelet has none":   {200, noLog + "containerd://abc\n", at + noLog + "containerd://abc"},
		"the server knows none":  {400, `{"kind":"Status","apiVersion":"v1","status":"Failure","code":400,"reason":"BadRequest","message":"previous terminated container not found"}`, at + "previous terminated container not found"},
		"the server is in pains": {500, "oh", at},
	} {
		client, _ := logServer(t, c.code, c.text)
		if got, err := client.Logs(t.Context(), "n", "web", "app", true, 1000); err == nil || !strings.HasPrefix(err.Error(), c.says) || strings.HasSuffix(err.Error(), "\n") || got != "" {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, c.says)
		}
	}
	// An application may log the same words, but not at the beginning.
	client, _ := logServer(t, 200, "app: "+noLog+"x\n")
	if got, err := client.Logs(t.Context(), "n", "web", "app", false, 1000); err != nil || got == "" {
		t.Errorf("got %q, %v", got, err)
	}
}

// Half a log must not look like a complete one.
func TestABrokenLog(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		panic(http.ErrAbortHandler)
	})
	if got, err := client.Logs(t.Context(), "n", "web", "app", false, 1000); err == nil || !strings.Contains(err.Error(), `container "app" of pod "web"`) {
		t.Errorf("got %q, %v", got, err)
	}
}
