package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func planOf(tags ...string) *Plan {
	p := &Plan{}
	for _, t := range tags {
		p.Pickles = append(p.Pickles, &gherkin.Pickle{Name: t, Tags: strings.Fields(t)})
	}
	return p
}

func names(g Group) string {
	var out []string
	for _, p := range g.Pickles {
		out = append(out, p.Name)
	}
	return strings.Join(out, "|")
}

func TestGroupsOfAnOwnCluster(t *testing.T) {
	own := cluster.Options{Name: "x"}
	groups := planOf("@topology:ha @addon:a", "@L1", "@addon:b @addon:a", "@addon:a").Groups(own)
	if len(groups) != 2 || names(groups[0]) != "@L1|@addon:b @addon:a|@addon:a" {
		t.Fatalf("got %+v", groups)
	}
	if got := groups[0].Cluster; got.Name != "x" || !slices.Equal(got.AddOns, []string{"b", "a"}) {
		t.Errorf("own cluster: %+v", got)
	}
	if got := groups[1].Cluster; got.Name != "x-ha" || got.Topology != "ha" || !slices.Equal(got.AddOns, []string{"a"}) {
		t.Errorf("topology: %+v", got)
	}
	for _, g := range groups {
		if err := g.Possible(); err != nil {
			t.Error(err)
		}
	}
}

func TestGroupsServedByAConnectedCluster(t *testing.T) {
	groups := planOf("@L1", "@addon:a", "@topology:ha").Groups(cluster.Options{})
	own, ha := groups[0], groups[1]
	for _, c := range []struct {
		g    Group
		c    *cluster.Cluster
		want bool
	}{
		{own, nil, false},
		{own, &cluster.Cluster{}, false},
		{own, &cluster.Cluster{AddOns: []string{"b", "a"}}, true},
		{ha, &cluster.Cluster{AddOns: []string{"a"}}, false},
		{Group{}, &cluster.Cluster{}, true},
	} {
		if got := c.g.Served(c.c); got != c.want {
			t.Errorf("%s on %+v: %v", names(c.g), c.c, got)
		}
	}
}

// On an external cluster, only scenarios that do not change it can run.
func TestGroupsOfAnExternalCluster(t *testing.T) {
	groups := planOf("@addon:a", "@L1", "@topology:ha", "@addon:a @L2").Groups(cluster.Options{Context: "staging"})
	if len(groups) != 3 || names(groups[0]) != "@L1" || names(groups[1]) != "@addon:a|@addon:a @L2" || names(groups[2]) != "@topology:ha" {
		t.Fatalf("got %+v", groups)
	}
	if err := groups[0].Possible(); err != nil || len(groups[0].Cluster.AddOns) > 0 {
		t.Errorf("got %+v, %v", groups[0].Cluster, err)
	}
	for i, want := range map[int]string{1: "@addon:a changes the cluster", 2: "@topology:ha requires its own topology"} {
		err := groups[i].Possible()
		var usage *UsageError
		if !errors.As(err, &usage) || !errors.Is(err, ErrNotForeign) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
