package main

import (
	"slices"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestVersions: the default version, and at least one older one, in order.
func TestVersions(t *testing.T) {
	t.Chdir("../../..")
	all, err := versions()
	if err != nil || len(all) < 2 || all[len(all)-1] != cluster.DefaultKubernetes() || !slices.Contains(all, "v1.36") {
		t.Errorf("%v, %v", all, err)
	}
	t.Chdir(t.TempDir())
	if all, err := versions(); err == nil {
		t.Errorf("outside of the project: got %v, want an error", all)
	}
}
