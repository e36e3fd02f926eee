package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// ofOtherClusters lists the other kind clusters: gherkind does not touch them, but they use memory.
func ofOtherClusters(ctx context.Context, own string) []Finding {
	containers, err := docker.OfAllClusters(ctx)
	if err != nil {
		return []Finding{troubled(Warning, "other clusters", err)}
	}
	others := othersIn(containers, own)
	if len(others) == 0 {
		return []Finding{ok("other clusters", "none of kind's")}
	}
	return []Finding{ok("other clusters", strings.Join(others, ", ")+": left alone")}
}

func othersIn(containers []docker.Container, own string) []string {
	all, running := map[string]int{}, map[string]int{}
	for _, c := range containers {
		if c.Cluster == own {
			continue
		}
		all[c.Cluster]++
		if !c.IsDown() {
			running[c.Cluster]++
		}
	}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		others = append(others, fmt.Sprintf("%s (%d of %d containers run)", name, running[name], all[name]))
	}
	return others
}
