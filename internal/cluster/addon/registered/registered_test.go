package registered_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/registered"
)

func TestNamesAreDistinct(t *testing.T) {
	names := registered.Names()
	if len(names) == 0 || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("got %q", names)
	}
}

func TestUnknownAddOn(t *testing.T) {
	err := registered.Ensure(t.Context(), "metalbl", addon.Target{})
	if err == nil || !strings.Contains(err.Error(), `no add-on "metalbl"; there are: kwok, metallb, metrics-server, network-policy`) {
		t.Errorf("got %v", err)
	}
}
