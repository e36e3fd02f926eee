package kube

import (
	"fmt"
	"net/http"
	"sync"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"

	"github.com/gherkind/gherkind/internal/apigroups"
)

// FieldManager is the name under which gherkind applies. It owns the fields that manifests set.
const FieldManager = "gherkind"

// Client talks to one cluster. It is created once per run and safe for concurrent use.
type Client struct {
	config    *rest.Config
	typed     *apigroups.Clients
	dynamic   dynamic.Interface
	metadata  metadata.Interface
	discovery discovery.CachedDiscoveryInterface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	refresh   sync.Mutex
	counter   *counter
}

// Config says where a cluster is and which credentials to use, as a kubeconfig does.
type Config = rest.Config

// New creates a client. Client-side rate limits are off: the API server has its own, and a queue in the client would look like
// a slow cluster.
func New(cfg *Config) (*Client, error) {
	cfg = rest.CopyConfig(cfg)
	cfg.QPS = -1
	cfg.UserAgent = FieldManager // the field manager of requests that name none; the default would depend on the program's name
	cfg.WarningHandlerWithContext = warnings{}
	count := newCounter()
	cfg.Wrap(func(next http.RoundTripper) http.RoundTripper { return count.around(next) })
	c := &Client{config: cfg, counter: count}
	var err error
	if c.typed, err = apigroups.New(cfg); err != nil {
		return nil, fmt.Errorf("make a typed client: %w", err)
	}
	if c.dynamic, err = dynamic.NewForConfig(cfg); err != nil {
		return nil, fmt.Errorf("make a dynamic client: %w", err)
	}
	if c.metadata, err = metadata.NewForConfig(cfg); err != nil {
		return nil, fmt.Errorf("make a client of metadata: %w", err)
	}
	plain, err := discovery.NewDiscoveryClientForConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("make a discovery client: %w", err)
	}
	c.discovery = memory.NewMemCacheClient(plain)
	c.mapper = restmapper.NewDeferredDiscoveryRESTMapper(c.discovery)
	return c, nil
}
