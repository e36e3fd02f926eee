package kube

import (
	"errors"
	"fmt"
	"maps"
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
// group does not answer, because it may have objects; the metrics APIs have none.
func (c *Client) Namespaced() ([]Kind, error) {
	kinds, silent, err := c.deletable(true)
	return kinds, errors.Join(err, withObjects(silent))
}

// withObjects removes the groups without objects from the error of groups that do not answer. What the metrics APIs list is
// measured when it is asked for.
func withObjects(silent error) error {
	failed, partial := discovery.GroupDiscoveryFailedErrorGroups(silent)
	if !partial {
		return silent
	}
	left := maps.Clone(failed)
	maps.DeleteFunc(left, func(gv schema.GroupVersion, _ error) bool {
		return slices.Contains([]string{"metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"}, gv.Group)
	})
	if len(left) == 0 {
		return nil
	}
	return &discovery.ErrGroupDiscoveryFailed{Groups: left}
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
