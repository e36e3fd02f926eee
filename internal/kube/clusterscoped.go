package kube

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
)

// ClusterScoped are the kinds of the cluster whose objects are in no namespace and can be listed and deleted, each in its
// preferred version. Groups that do not answer are left out.
func (c *Client) ClusterScoped() ([]Kind, error) {
	c.refresh.Lock()
	defer c.refresh.Unlock()
	c.discovery.Invalidate()
	lists, err := c.discovery.ServerPreferredResources()
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
	}
	var kinds []Kind
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
		}
		for i := range list.APIResources {
			if r := &list.APIResources[i]; standsAlone(r) {
				kinds = append(kinds, Kind{GVK: gv.WithKind(r.Kind), GVR: gv.WithResource(r.Name)})
			}
		}
	}
	return kinds, nil
}

func standsAlone(r *metav1.APIResource) bool {
	return !r.Namespaced && !strings.Contains(r.Name, "/") && slices.Contains(r.Verbs, "list") && slices.Contains(r.Verbs, "delete")
}
