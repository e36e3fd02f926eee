package kube

import (
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/apigroups"
)

// Config returns a copy of the connection's configuration.
func (c *Client) Config() *rest.Config { return rest.CopyConfig(c.config) }

// Typed returns the clients for built-in kinds.
func (c *Client) Typed() *apigroups.Clients { return c.typed }

// Dynamic returns the client for any kind.
func (c *Client) Dynamic() dynamic.Interface { return c.dynamic }
