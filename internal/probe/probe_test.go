package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestUntilAsksAgainAfterAChange(t *testing.T) {
	changed := make(chan struct{}, 1)
	asked := 0
	err := Until(t.Context(), Wall{}, changed, func(context.Context) error {
		if asked++; asked == 3 {
			return nil
		}
		changed <- struct{}{}
		return errors.New("not yet")
	})
	if err != nil || asked != 3 {
		t.Errorf("asked %d times, error %v", asked, err)
	}
}

func TestUntilReportsTheLastAnswerAndNotTheCutOffOne(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	err := Until(ctx, Wall{}, nil, func(context.Context) error {
		if asked++; asked == 2 {
			cancel()
			return errors.New("cut off")
		}
		return fmt.Errorf("answer %d", asked)
	})
	var failed *Failed
	if !errors.As(err, &failed) || failed.Last.Error() != "answer 1" || failed.Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

func TestUntilStopsWhenAnAttemptFailsFast(t *testing.T) {
	asked := 0
	err := Until(t.Context(), Wall{}, nil, func(context.Context) error {
		asked++
		return fmt.Errorf("no such container: %w", ErrFailFast)
	})
	if err == nil || asked != 1 {
		t.Errorf("asked %d times, error %v", asked, err)
	}
}

func TestHoldsReturnsTheFirstWrongAnswer(t *testing.T) {
	asked := 0
	err := Holds(t.Context(), Wall{}, time.Hour, func(context.Context) error {
		if asked++; asked == 2 {
			return errors.New("gone")
		}
		return nil
	})
	if err == nil || err.Error() != "gone" {
		t.Errorf("got %v", err)
	}
}

func TestHTTP(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		fmt.Fprint(w, "Welcome to nginx!")
	}))
	defer server.Close()
	tests := []struct {
		name, path string
		status     int
		contains   string
		want       string
	}{
		{"as wanted", "/", 200, "Welcome", ""},
		{"other status", "/", 404, "", "answered HTTP 200"},
		{"other text", "/", 200, "Apache", `without the text "Apache"`},
		{"a redirect is the answer", "/moved", 302, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := HTTP(Get, server.URL+test.path, test.status, test.contains)(t.Context())
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestHTTPSaysWhyNobodyAnswers(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	url := server.URL
	server.Close()
	err := HTTP(Get, url, 200, "")(t.Context())
	if err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("got %v", err)
	}
}
