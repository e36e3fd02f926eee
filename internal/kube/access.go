package kube

import (
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// Config is the client's own copy of the connection's configuration.
func (c *Client) Config() *rest.Config { return rest.CopyConfig(c.config) }

// Typed is the client for the built-in kinds.
func (c *Client) Typed() kubernetes.Interface { return c.typed }

// Dynamic is the client for any kind.
func (c *Client) Dynamic() dynamic.Interface { return c.dynamic }
