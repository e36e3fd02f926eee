// Package apigroups has the typed clients of the API groups that gherkind uses. The clientset of client-go contains all groups,
// so importing it, or its informers, links them all.
package apigroups

import (
	"fmt"

	"k8s.io/client-go/discovery"
	appsv1 "k8s.io/client-go/kubernetes/typed/apps/v1"
	authorizationv1 "k8s.io/client-go/kubernetes/typed/authorization/v1"
	coordinationv1 "k8s.io/client-go/kubernetes/typed/coordination/v1"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
)

// Clients are the clients of one cluster. The methods have the same names as in the clientset.
type Clients struct {
	apps          *appsv1.AppsV1Client
	authorization *authorizationv1.AuthorizationV1Client
	coordination  *coordinationv1.CoordinationV1Client
	core          *corev1.CoreV1Client
	discovery     *discovery.DiscoveryClient
}

// New creates the clients. They share their connections.
func New(config *rest.Config) (*Clients, error) {
	shared := *config
	if shared.UserAgent == "" {
		shared.UserAgent = rest.DefaultKubernetesUserAgent()
	}
	client, err := rest.HTTPClientFor(&shared)
	if err != nil {
		return nil, fmt.Errorf("make an HTTP client: %w", err)
	}
	c := &Clients{}
	if c.apps, err = appsv1.NewForConfigAndClient(&shared, client); err != nil {
		return nil, fmt.Errorf("make a client of group apps: %w", err)
	}
	if c.authorization, err = authorizationv1.NewForConfigAndClient(&shared, client); err != nil {
		return nil, fmt.Errorf("make a client of group authorization: %w", err)
	}
	if c.coordination, err = coordinationv1.NewForConfigAndClient(&shared, client); err != nil {
		return nil, fmt.Errorf("make a client of group coordination: %w", err)
	}
	if c.core, err = corev1.NewForConfigAndClient(&shared, client); err != nil {
		return nil, fmt.Errorf("make a client of the core group: %w", err)
	}
	if c.discovery, err = discovery.NewDiscoveryClientForConfigAndClient(&shared, client); err != nil {
		return nil, fmt.Errorf("make a discovery client: %w", err)
	}
	return c, nil
}

// AppsV1 returns the client of group apps.
func (c *Clients) AppsV1() appsv1.AppsV1Interface { return c.apps }

// AuthorizationV1 returns the client of group authorization.k8s.io.
func (c *Clients) AuthorizationV1() authorizationv1.AuthorizationV1Interface { return c.authorization }

// CoordinationV1 returns the client of group coordination.k8s.io.
func (c *Clients) CoordinationV1() coordinationv1.CoordinationV1Interface { return c.coordination }

// CoreV1 returns the client of the core group.
func (c *Clients) CoreV1() corev1.CoreV1Interface { return c.core }

// Discovery returns the client that lists groups and kinds.
func (c *Clients) Discovery() discovery.DiscoveryInterface { return c.discovery }
