package kube

import (
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
)

// TestASilentMetricsAPIHidesNothing: without metrics-server no namespace could be removed, although it has no objects in any.
func TestASilentMetricsAPIHidesNothing(t *testing.T) {
	s := &shop{}
	s.metrics.Store(503)
	kinds, err := s.client(t).Namespaced()
	if err != nil || len(kinds) != 3 {
		t.Errorf("got %v, %v", kinds, err)
	}
}

func TestASilentGroupMayHaveObjects(t *testing.T) {
	down := errors.New("down")
	silent := func(groups ...string) error {
		failed := map[schema.GroupVersion]error{}
		for _, g := range groups {
			failed[schema.GroupVersion{Group: g, Version: "v1beta1"}] = down
		}
		return &discovery.ErrGroupDiscoveryFailed{Groups: failed}
	}
	for name, c := range map[string]struct {
		silent error
		hides  []string
	}{
		"all answer":           {nil, nil},
		"the metrics APIs":     {silent("metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io"), nil},
		"another one":          {silent("shop.example"), []string{"shop.example"}},
		"one beside metrics":   {silent("metrics.k8s.io", "shop.example"), []string{"shop.example"}},
		"one with such a name": {silent("my.metrics.k8s.io"), []string{"my.metrics.k8s.io"}},
	} {
		left, _ := discovery.GroupDiscoveryFailedErrorGroups(withObjects(c.silent))
		if (withObjects(c.silent) == nil) != (len(c.hides) == 0) || len(left) != len(c.hides) {
			t.Errorf("%s: got %v", name, left)
		}
		for _, g := range c.hides {
			if left[schema.GroupVersion{Group: g, Version: "v1beta1"}] == nil {
				t.Errorf("%s: %s is missing in %v", name, g, left)
			}
		}
	}
	if !errors.Is(withObjects(down), down) {
		t.Error("another error must stay")
	}
}
