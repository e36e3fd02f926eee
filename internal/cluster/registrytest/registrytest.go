// Package registrytest provides a real image registry on loopback to tests, and Docker images for it.
package registrytest

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Registry is a registry that the Docker daemon of this machine can reach. Docker allows registries on loopback without TLS.
type Registry struct {
	Host   string // "127.0.0.1:41231"
	server *httptest.Server
	behind http.Handler
	front  atomic.Pointer[Front]
}

// Front answers requests before the registry, which is behind, sees them.
type Front func(w http.ResponseWriter, r *http.Request, behind http.Handler)

// New starts a registry that stores layers in a folder of the test and stops when the test ends. Without Docker, or with -short,
// the test is skipped.
func New(t testing.TB) *Registry {
	t.Helper()
	if testing.Short() {
		t.Skip("pulls from a registry on loopback; -short leaves it out")
	}
	if err := docker.Answers(t.Context()); err != nil {
		t.Skip(err)
	}
	r := &Registry{}
	r.Answer(nil)
	r.behind = registry.New(registry.WithBlobHandler(registry.NewDiskBlobHandler(t.TempDir())), registry.Logger(log.New(io.Discard, "", 0)))
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	r.Host = strings.TrimPrefix(r.server.URL, "http://")
	return r
}

// ServeHTTP implements http.Handler.
func (r *Registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if front := *r.front.Load(); front != nil {
		front(w, request, r.behind)
		return
	}
	r.behind.ServeHTTP(w, request)
}

// Answer sets the front of the registry; nil removes it.
func (r *Registry) Answer(front Front) { r.front.Store(&front) }

// Close stops the registry before the test ends, and closes all connections.
func (r *Registry) Close() {
	r.server.CloseClientConnections()
	_ = r.server.Listener.Close()
}

// Push pushes an image of Docker to the registry under a path, and does not change what Docker has.
func (r *Registry) Push(t testing.TB, image, path string) {
	t.Helper()
	name := r.Host + "/" + path
	Docker(t, "tag", image, name)
	Docker(t, "push", "--quiet", name)
	Docker(t, "rmi", "--no-prune", name)
}

// Docker runs the docker command, which must succeed.
func Docker(t testing.TB, args ...string) string {
	t.Helper()
	out, err := docker.Command(args...).Output(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out)
}

// Has reports whether Docker has an image.
func Has(t testing.TB, image string) bool {
	t.Helper()
	return docker.HasImage(context.WithoutCancel(t.Context()), image)
}

// Forget removes an image when the test ends, if it exists.
func Forget(t testing.TB, image string) {
	t.Cleanup(func() {
		if Has(t, image) {
			Docker(t, "rmi", image)
		}
	})
}
