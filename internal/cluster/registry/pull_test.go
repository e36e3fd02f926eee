package registry

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/registrytest"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// heard is a Progress that records what it is called with.
type heard struct{ said []string }

func (h *heard) Step(what string) { h.said = append(h.said, what) }
func (h *heard) Done(string)      {}
func (h *heard) Info(line string) { h.said = append(h.said, line) }

const mib = 1 << 20

func TestBringPullsOnce(t *testing.T) {
	r := registrytest.New(t)
	name := r.Host + "/some/thing:v1"
	r.Random(t, "some/thing:v1", mib)
	var h heard
	if err := Bring(t.Context(), name, "", &h); err != nil {
		t.Fatal(err)
	}
	if want := []string{"pull " + name, name + ": 1 of 1 layers pulled"}; !slices.Equal(h.said, want) {
		t.Errorf("said %q, want %q", h.said, want)
	}
	r.Close()
	if err := Bring(t.Context(), name, "", &h); err != nil || len(h.said) != 2 {
		t.Errorf("an image in Docker was pulled again: %v, %q", err, h.said)
	}
}

// TestBringByMirror: the image gets only its published name.
func TestBringByMirror(t *testing.T) {
	r := registrytest.New(t)
	const published = "registry.invalid/some/published:v1"
	registrytest.Forget(t, published)
	r.Random(t, "hub/some/published:v1", mib)
	mirror := Mirror(r.Host + "/hub")
	if err := Bring(t.Context(), published, mirror, &heard{}); err != nil {
		t.Fatal(err)
	}
	if !registrytest.Has(t, published) || registrytest.Has(t, mirror.Of(published)) {
		t.Error("the image has the wrong names")
	}
}

func TestTrouble(t *testing.T) {
	r := registrytest.New(t)
	digest := r.Random(t, "lab/node:v1", mib)
	other := strings.Repeat("0", 63) + "1"
	at := r.Host + "/lab/node"
	for name, c := range map[string]struct {
		image  string
		front  registrytest.Front
		want   string
		silent bool
	}{
		"no such tag":        {at + ":v2", nil, "pull " + at + ":v2: the registry " + r.Host + " answers, but has no such image (", false},
		"no such repository": {r.Host + "/lab/nodes:v1", nil, "answers, but has no such image (", false},
		"another digest":     {at + "@sha256:" + other, as(other, strings.TrimPrefix(digest, "sha256:")), "is not what the digest says, so nothing of it was used (", false},
		"another config":     {at + ":v1", altered("/blobs/"), "is not what the digest says, so nothing of it was used (", false},
		"another layer":      {at + ":v1", altered(r.LayerOf(t, "lab/node", "v1")), "is not what the digest says, so nothing of it was used (", false},
		"credentials":        {at + ":v1", answer(401, "UNAUTHORIZED", "authentication required"), "requires credentials that Docker does not have (", false},
		"rate limit":         {at + ":v1", answer(429, "TOOMANYREQUESTS", "You have reached your limit"), "rate limit reached at the registry ", false},
		"forbidden":          {at + ":v1", answer(403, "DENIED", "not for you"), "or access requires a login (", false},
		"bad gateway":        {at + ":v1", answer(502, "UNKNOWN", "no upstream"), "returned an error (", true},
	} {
		t.Run(name, func(t *testing.T) {
			r.Answer(c.front)
			defer r.Answer(nil)
			mustFail(t, c.image, c.want, c.silent)
		})
	}
	t.Run("nobody", func(t *testing.T) {
		r.Close()
		mustFail(t, at+":v1", "the registry "+r.Host+" does not answer (", true)
	})
}

func mustFail(t *testing.T, image, want string, nobody bool) {
	t.Helper()
	p, err := Begin(t.Context(), image, Long)
	if err == nil {
		err = p.Wait(func(string) {})
	}
	var environment *host.EnvironmentError
	if !errors.As(err, &environment) || environment.Advice == "" || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || silent(err) != nobody {
		t.Errorf("got %v", err)
	}
	t.Log(err)
	if registrytest.Has(t, image) {
		t.Error("it is in Docker")
	}
}

func silent(err error) bool {
	_, silent := Silence(err)
	return silent
}

// answer is the answer of a registry that refuses a request.
func answer(code int, kind, message string) registrytest.Front {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("WWW-Authenticate", `Basic realm="lab"`)
		w.WriteHeader(code)
		_, _ = w.Write([]byte(`{"errors":[{"code":"` + kind + `","message":"` + message + `"}]}`))
	}
}

// as answers a request for one digest with the content of another.
func as(asked, given string) registrytest.Front {
	return func(w http.ResponseWriter, r *http.Request, behind http.Handler) {
		r.URL.Path = strings.Replace(r.URL.Path, asked, given, 1)
		behind.ServeHTTP(w, r)
	}
}

// altered changes the answers to requests whose path contains the part.
func altered(part string) registrytest.Front {
	return func(w http.ResponseWriter, r *http.Request, behind http.Handler) {
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, part) {
			w = &writer{ResponseWriter: w, write: func(p []byte) ([]byte, error) {
				p = slices.Clone(p)
				p[len(p)-1]++
				return p, nil
			}}
		}
		behind.ServeHTTP(w, r)
	}
}

// writer passes an answer through write.
type writer struct {
	http.ResponseWriter
	write func([]byte) ([]byte, error)
}

func (w *writer) Write(p []byte) (int, error) {
	sent, err := w.write(p)
	if _, failed := w.ResponseWriter.Write(sent); err == nil {
		err = failed
	}
	return len(p), err
}

// layer reports whether a request is for a layer or an image's configuration.
func layer(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/blobs/")
}

// TestASilentRegistry: a registry that accepts connections but does not answer is not waited for forever.
func TestASilentRegistry(t *testing.T) {
	r := registrytest.New(t)
	r.Random(t, "lab/node:v1", mib)
	r.Answer(hold(t))
	_, err := Begin(t.Context(), r.Host+"/lab/node:v1", 200*time.Millisecond)
	if !silent(err) || !strings.Contains(err.Error(), "does not answer (nothing has come within 200ms)") {
		t.Errorf("got %v", err)
	}
}

// TestAStalledPull: a registry that stops in the middle of a layer without closing the connection is not waited for forever.
func TestAStalledPull(t *testing.T) {
	r := registrytest.New(t)
	r.Random(t, "lab/node:v1", mib)
	held := hold(t)
	r.Answer(func(w http.ResponseWriter, request *http.Request, behind http.Handler) {
		if layer(request) {
			held(w, request, behind)
			return
		}
		behind.ServeHTTP(w, request)
	})
	p, err := Begin(t.Context(), r.Host+"/lab/node:v1", Long)
	if err != nil {
		t.Fatal(err)
	}
	p.stalled = 200 * time.Millisecond
	if err := p.Wait(func(string) {}); silent(err) || err == nil || !strings.Contains(err.Error(), "broke off (nothing has come within 200ms)") {
		t.Errorf("got %v", err)
	}
}

// hold does not answer until the test ends, or the client disconnects.
func hold(t *testing.T) registrytest.Front {
	end := t.Context().Done()
	return func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		select {
		case <-r.Context().Done():
		case <-end:
		}
	}
}

// TestAnInterruptedPull: the error is that of the interrupt, not of the environment.
func TestAnInterruptedPull(t *testing.T) {
	r := registrytest.New(t)
	r.Random(t, "lab/node:v1", mib)
	interrupted := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	held := hold(t)
	r.Answer(func(w http.ResponseWriter, request *http.Request, behind http.Handler) {
		cancel(interrupted)
		held(w, request, behind)
	})
	if _, err := Begin(ctx, r.Host+"/lab/node:v1", Long); !errors.Is(err, interrupted) || errors.As(err, new(*host.EnvironmentError)) {
		t.Errorf("got %v", err)
	}
}

// TestARegistryThatDies: Docker retries six times over more than a minute.
func TestARegistryThatDies(t *testing.T) {
	proving.Only(t, "Docker tries for more than a minute; make published does")
	r := registrytest.New(t)
	r.Random(t, "lab/node:v1", 8*mib)
	part := r.LayerOf(t, "lab/node", "v1")
	r.Answer(func(w http.ResponseWriter, request *http.Request, behind http.Handler) {
		if strings.Contains(request.URL.Path, part) {
			w = &writer{ResponseWriter: w, write: func(p []byte) ([]byte, error) {
				defer r.Close()
				return p[:len(p)/2], errors.New("it has died")
			}}
		}
		behind.ServeHTTP(w, request)
	})
	mustFail(t, r.Host+"/lab/node:v1", "broke off (", false)
}
