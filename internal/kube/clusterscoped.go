package kube

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
)

// ClusterScoped returns the cluster-scoped kinds that can be listed and deleted, each in its preferred version. Groups that do
// not answer are left out.
func (c *Client) ClusterScoped() ([]Kind, error) {
	kinds, _, err := c.deletable(false)
	return kinds, err
}

// Namespaced returns the namespaced kinds that can be listed and deleted, each in its preferred version. It is an error if a
// group does not answer.
func (c *Client) Namespaced() ([]Kind, error) {
	kinds, silent, err := c.deletable(true)
	return kinds, errors.Join(err, silent)
}

// deletable repeats discovery and returns such kinds. silent is the error of groups that do not answer.
func (c *Client) deletable(namespaced bool) (kinds []Kind, silent, err error) {
	c.refresh.Lock()
	defer c.refresh.Unlock()
	c.discovery.Invalidate()
	lists, silent := c.discovery.ServerPreferredResources()
	if silent != nil && !discovery.IsGroupDiscoveryFailedError(silent) {
		return nil, nil, fmt.Errorf("ask the cluster which kinds it knows: %w", silent)
	}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, nil, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
		}
		for i := range list.APIResources {
			if r := &list.APIResources[i]; r.Namespaced == namespaced && standsAlone(r) {
				kinds = append(kinds, Kind{GVK: gv.WithKind(r.Kind), GVR: gv.WithResource(r.Name), Namespaced: namespaced})
			}
		}
	}
	return kinds, silent, nil
}

func standsAlone(r *metav1.APIResource) bool {
	return !strings.Contains(r.Name, "/") && slices.Contains(r.Verbs, "list") && slices.Contains(r.Verbs, "delete")
}
