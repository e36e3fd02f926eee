package kube

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/client-go/discovery"
)

// Capabilities returns the version of the cluster and what it serves: API versions (apps/v1) and kinds (apps/v1/Deployment). It
// asks the cluster each time, as a CustomResourceDefinition may just have been applied. If the server of an API does not
// answer, only the version of that API is known.
func (c *Client) Capabilities(ctx context.Context) (version string, apis []string, err error) {
	if err := ctx.Err(); err != nil {
		return "", nil, err
	}
	c.refresh.Lock()
	defer c.refresh.Unlock()
	c.mapper.Reset() // asks again
	info, err := c.discovery.ServerVersion()
	if err != nil {
		return "", nil, fmt.Errorf("ask the cluster for its version: %w", err)
	}
	groups, lists, err := c.discovery.ServerGroupsAndResources()
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return "", nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
	}
	for _, g := range groups {
		for _, v := range g.Versions {
			apis = append(apis, v.GroupVersion)
		}
	}
	for _, list := range lists {
		for _, r := range list.APIResources {
			apis = append(apis, list.GroupVersion+"/"+r.Kind)
		}
	}
	slices.Sort(apis)
	return info.GitVersion, slices.Compact(apis), nil
}
