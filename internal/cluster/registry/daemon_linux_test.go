package registry

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/registrytest"
	"github.com/gherkind/gherkind/internal/proving"
)

// apart is for tests that need other settings of Docker's daemon than this machine has.
func apart(t *testing.T) bool {
	t.Helper()
	proving.Only(t, "starts a Docker daemon; make published does")
	return registrytest.Apart(t)
}

// TestAMirrorOfDockersOwn: "registry-mirrors" of the daemon works without an option of gherkind.
func TestAMirrorOfDockersOwn(t *testing.T) {
	if !apart(t) {
		return
	}
	r := registrytest.New(t) // pushes need the daemon, which is started only now
	registrytest.Daemon(t, nil, "--registry-mirror", "http://"+r.Host)
	r.Random(t, "library/lab:v1", mib)
	if err := Bring(t.Context(), "lab:v1", "", &heard{}); err != nil {
		t.Fatal(err)
	}
	if !registrytest.Has(t, "lab:v1") {
		t.Error("it is not in Docker")
	}
	mustFail(t, "lab:v2", "the registry docker.io does not answer (", true) // the mirror does not have it, and Docker Hub cannot be reached
}

// TestAProxyOfTheDaemon: the daemon pulls, and so the daemon's proxy is used.
func TestAProxyOfTheDaemon(t *testing.T) {
	if !apart(t) {
		return
	}
	const image = "registry.invalid:80/lab/node:v1"
	r := registrytest.New(t)
	var asked, refusal atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		asked.Add(1)
		if code := refusal.Load(); code != 0 {
			w.WriteHeader(int(code))
			return
		}
		r.ServeHTTP(w, request)
	}))
	defer proxy.Close()
	at := []string{"HTTP_PROXY=" + proxy.URL, "NO_PROXY=127.0.0.1"}
	registrytest.Daemon(t, at, "--insecure-registry", "registry.invalid:80")
	r.Random(t, "lab/node:v1", mib)
	if err := Bring(t.Context(), image, "", &heard{}); err != nil || asked.Load() == 0 {
		t.Errorf("the proxy was asked %d times: %v", asked.Load(), err)
	}
	const other = "registry.invalid:80/lab/node:v2"
	refusal.Store(http.StatusProxyAuthRequired)
	mustFail(t, other, "the proxy of Docker's daemon asks for credentials (", false)
	refusal.Store(http.StatusBadGateway)
	mustFail(t, other, "a gateway in front of the registry registry.invalid:80 returned an error (", true)
	proxy.Close()
	mustFail(t, other, "the proxy of Docker's daemon does not answer (", true)
}

// TestAProxyOfTheShellAlone: the error says that Docker's daemon does not use the proxy.
func TestAProxyOfTheShellAlone(t *testing.T) {
	if !apart(t) {
		return
	}
	registrytest.Daemon(t, []string{"HTTP_PROXY=", "HTTPS_PROXY=", "http_proxy=", "https_proxy="})
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
	_, err := Begin(t.Context(), "lab:v1", Long)
	if !silent(err) || !strings.Contains(err.Error(), "a proxy is set here, but Docker's daemon, which pulls, has none: give it HTTP_PROXY") {
		t.Errorf("got %v", err)
	}
	t.Log(err)
}
