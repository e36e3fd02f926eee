package scenarios

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func planOf(tags ...string) *plan {
	p := &plan{}
	for _, t := range tags {
		p.pickles = append(p.pickles, &gherkin.Pickle{Name: t, Tags: strings.Fields(t)})
	}
	return p
}

func names(g group) string {
	var out []string
	for _, p := range g.pickles {
		out = append(out, p.Name)
	}
	return strings.Join(out, "|")
}

func TestGroupsOfAnOwnCluster(t *testing.T) {
	own := cluster.Options{Name: "x"}
	groups := planOf("@topology:ha @addon:a", "@L1", "@addon:b @addon:a", "@addon:a").groups(own)
	if len(groups) != 2 || names(groups[0]) != "@L1|@addon:b @addon:a|@addon:a" {
		t.Fatalf("got %+v", groups)
	}
	if got := groups[0].cluster; got.Name != "x" || !slices.Equal(got.AddOns, []string{"b", "a"}) {
		t.Errorf("own cluster: %+v", got)
	}
	if got := groups[1].cluster; got.Name != "x-ha" || got.Topology != "ha" || !slices.Equal(got.AddOns, []string{"a"}) {
		t.Errorf("topology: %+v", got)
	}
	for _, g := range groups {
		if err := g.possible(); err != nil {
			t.Error(err)
		}
	}
}

func TestGroupsServedByAConnectedCluster(t *testing.T) {
	groups := planOf("@L1", "@addon:a", "@topology:ha").groups(cluster.Options{})
	own, ha := groups[0], groups[1]
	for _, c := range []struct {
		g    group
		c    *cluster.Cluster
		want bool
	}{
		{own, nil, false},
		{own, &cluster.Cluster{}, false},
		{own, &cluster.Cluster{AddOns: []string{"b", "a"}}, true},
		{ha, &cluster.Cluster{AddOns: []string{"a"}}, false},
		{group{}, &cluster.Cluster{}, true},
	} {
		if got := c.g.served(c.c); got != c.want {
			t.Errorf("%s on %+v: %v", names(c.g), c.c, got)
		}
	}
}

// On somebody else's cluster, only what need not change it can run.
func TestGroupsOfAForeignCluster(t *testing.T) {
	groups := planOf("@addon:a", "@L1", "@topology:ha", "@addon:a @L2").groups(cluster.Options{Context: "staging"})
	if len(groups) != 3 || names(groups[0]) != "@L1" || names(groups[1]) != "@addon:a|@addon:a @L2" || names(groups[2]) != "@topology:ha" {
		t.Fatalf("got %+v", groups)
	}
	if err := groups[0].possible(); err != nil || len(groups[0].cluster.AddOns) > 0 {
		t.Errorf("got %+v, %v", groups[0].cluster, err)
	}
	for i, want := range map[int]string{1: "@addon:a changes the cluster", 2: "@topology:ha wants a cluster of its own shape"} {
		err := groups[i].possible()
		var usage *UsageError
		if !errors.As(err, &usage) || !errors.Is(err, errNotForeign) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
