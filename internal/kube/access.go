package kube

import (
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/apigroups"
)

// Config is the client's own copy of the connection's configuration.
func (c *Client) Config() *rest.Config { return rest.CopyConfig(c.config) }

// Typed has clients for built-in kinds.
func (c *Client) Typed() *apigroups.Clients { return c.typed }

// Dynamic is the client for any kind.
func (c *Client) Dynamic() dynamic.Interface { return c.dynamic }
