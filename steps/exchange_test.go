package steps

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/request"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// tale runs the steps of a scenario in order until one fails; %s is replaced with the address of the server.
func tale(t *testing.T, handler http.HandlerFunc, texts ...string) error {
	t.Helper()
	return taleWithin(t, time.Second, handler, texts...)
}

// taleWithin is tale with another timeout for each step.
func taleWithin(t *testing.T, within time.Duration, handler http.HandlerFunc, texts ...string) error {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	w := (&world.Run{Hub: hub, Timeouts: world.Timeouts{Step: within}}).Open(world.Scenario{})
	defer func() {
		if err := w.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	for i, text := range texts {
		line, doc, has := strings.Cut(strings.ReplaceAll(text, "%s", server.URL), "\n")
		match, err := c.Match(line, kindBelow(has))
		if err != nil {
			t.Fatal(err)
		}
		var below step.Argument
		if has {
			below.DocString = &step.DocString{Text: doc}
		}
		planned := match.Plan(below, step.Place{})
		err = w.During(match.WithText(t.Context()), i, line, func(ctx context.Context) error { return planned.Run(ctx, w) })
		if err != nil {
			return fmt.Errorf("%s: %w", line, err)
		}
	}
	return nil
}

const sent = "this request is sent from outside the cluster:\n"

func failsWith(t *testing.T, err error, says string) {
	t.Helper()
	if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
		t.Errorf("%v, want %q", err, says)
	}
}

// TestReadingIsRepeated: requests that only read are repeated until the answer is as expected; those that change something are
// sent once.
func TestReadingIsRepeated(t *testing.T) {
	for method, c := range map[string]struct {
		times int32
		says  string
	}{
		"GET %s/":  {3, ""},
		"POST %s/": {1, "the answer has status 503"},
	} {
		var asked atomic.Int32
		err := tale(t, func(w http.ResponseWriter, _ *http.Request) {
			if asked.Add(1) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}, sent+method, "the answer has status 200")
		failsWith(t, err, c.says)
		if got := asked.Load(); got != c.times {
			t.Errorf("%s was sent %d times, want %d", method, got, c.times)
		}
	}
}

// TestOneAnswer: consecutive steps judge the same answer.
func TestOneAnswer(t *testing.T) {
	var asked atomic.Int32
	in := func(w http.ResponseWriter, _ *http.Request) {
		if n := asked.Add(1); n%2 == 0 {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, "new")
			return
		}
		_, _ = io.WriteString(w, "old")
	}
	failsWith(t, tale(t, in, sent+"GET %s/", "the answer has status 200", `the answer contains "new"`), "the answer")
	asked.Store(0)
	failsWith(t, tale(t, in, sent+"GET %s/", `the answer contains "new"`, "the answer has status 500"), "")
}

// TestAnswersAreFresh: an answer from before a step about something else does not count.
func TestAnswersAreFresh(t *testing.T) {
	var asked atomic.Int32
	first := func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) > 1 {
			w.WriteHeader(http.StatusGone)
		}
	}
	failsWith(t, tale(t, first, sent+"GET %s/", "the answer has status 200", "the answer has status 200"), "")
	asked.Store(0)
	failsWith(t, tale(t, first, sent+"GET %s/", "the answer has status 200", `the value "a" is "b"`, "the answer has status 200"), "the answer has status 410")
	asked.Store(0)
	failsWith(t, tale(t, first, sent+"GET %s/", "the answer has status 200 for 200ms"), "the answer has status 410")
}

// TestOnceIsOnce: a request that somebody may have received is never sent again; one that nobody received is.
func TestOnceIsOnce(t *testing.T) {
	refused, broken := errors.New("refused"), errors.New("broken")
	for name, c := range map[string]struct {
		sent  []remote.Sent
		errs  []error
		times int
		last  error
	}{
		"refused, then answered": {[]remote.Sent{{Missed: true}, {}}, []error{refused, nil}, 2, nil},
		"broken off":             {[]remote.Sent{{}}, []error{broken}, 1, broken},
		"the way was lost":       {[]remote.Sent{{}}, []error{observe.ErrUnobserved}, 1, observe.ErrUnobserved},
	} {
		times := 0
		send := once(func(context.Context) (remote.Sent, error) {
			times++
			return c.sent[times-1], c.errs[times-1]
		})
		var err error
		for range 4 {
			_, err = send(t.Context())
		}
		if times != c.times || !errors.Is(err, c.last) || c.last != nil && !errors.Is(err, probe.ErrFailFast) {
			t.Errorf("%s: sent %d times, %v", name, times, err)
		}
	}
}

// TestAnswersThatProveNothing: no check passes on an answer that is missing, cut off or not JSON.
func TestAnswersThatProveNothing(t *testing.T) {
	long := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", probe.BodyLimit+1))
	}
	json := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Who", "web")
		_, _ = io.WriteString(w, `{"id": 1234567, "items": [{"name": "tea"}, {"name": "milk"}], "note": null}`)
	}
	for _, c := range []struct {
		handler http.HandlerFunc
		check   string
		says    string
	}{
		{long, `the answer does not contain "y"`, "the rest is not read"},
		{long, "the answer matches:\n{a: b}", "the rest is not read"},
		{long, `the answer is a text like "x+"`, "the rest is not read"},
		{http.NotFound, `the answer has "1" at "{.id}"`, "is no JSON"},
		{json, `the answer has "1234567" at "{.id}"`, ""},
		{json, `the answer has "" at "{.nobody}"`, "has nothing at"},
		{json, "the answer matches:\nitems: [{name: milk}]\nid: 1234567", ""},
		{json, "the answer matches:\nitems: [{name: beer}]", "items"},
		{json, "the answer matches:\n- {id: 1}", "not a list"},
		{json, `the answer has a text like "[0-9]{3}" at "{.id}"`, "1234567"},
		{json, `the header "X-Who" of the answer is "web"`, ""},
		{json, `the header "X-Whom" of the answer is like ".+"`, "no header X-Whom"},
		{json, "the answer has status 99", "those of HTTP"},
		{json, `the "{.id}" of the answer is noted as "id"`, ""},
	} {
		failsWith(t, tale(t, c.handler, sent+"GET %s/", c.check), c.says)
	}
	failsWith(t, tale(t, json, "the answer has status 200"), "no request was sent before")
	failsWith(t, tale(t, json, sent+"POST %s/", "the answer has status 200 within 3s"), "leave out")
}

// TestNotedInARequest: a value saved from an answer is used in the next request.
func TestNotedInARequest(t *testing.T) {
	err := tale(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.Header().Set("Location", "/orders/7")
			return
		}
		_, _ = io.WriteString(w, r.URL.Path)
	}, sent+"POST %s/orders", `the header "Location" of the answer is noted as "order"`, sent+"GET %s$(value:order)", `the answer is exactly "/orders/7"`)
	failsWith(t, err, "")
}

// TestCertificatesAreChecked: a server certificate is trusted only if a step names it.
func TestCertificatesAreChecked(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	https := sent + "GET " + server.URL + "/"
	failsWith(t, taleWithin(t, 5*time.Second, http.NotFound, https), "certificate")
	failsWith(t, taleWithin(t, 30*time.Second, http.NotFound, "HTTPS requests trust any certificate", https, "the answer has status 404"), "")
}

// TestRequestsAreFoundWrong: an invalid request is reported when the feature is loaded, with its line.
func TestRequestsAreFoundWrong(t *testing.T) {
	for text, says := range map[string]string{"GET /": "names no host", "GET http://web/\nHost": ":9: write a header"} {
		_, err := parseRequestToHost(step.DocString{Text: text, Line: 7}, step.Place{URI: "a.feature"})
		wrong, is := errors.AsType[*kube.ManifestError](err)
		if !is || wrong.Path != "a.feature" || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if r, err := request.Parse("DELETE /"); err != nil || r.Reads() {
		t.Error(r, err)
	}
}

func kindBelow(has bool) step.HasArgument {
	if has {
		return step.WithDocString
	}
	return step.NoArgument
}
