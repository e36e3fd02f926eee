package drain

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestDrainPlan(t *testing.T) {
	const budget = "{kind: PodDisruptionBudget, metadata: {namespace: mine, name: web, resourceVersion: '7'}}"
	pod := func(namespace, name, meta, rest string) string {
		return "{kind: Pod, metadata: {namespace: " + namespace + ", name: " + name + ", uid: " + name + meta + "}, spec: {nodeName: n1}" + rest + "}"
	}
	const replicas = ", ownerReferences: [{kind: ReplicaSet, name: r, uid: r, controller: true}]"
	for name, c := range map[string]struct {
		pod               string
		evict, lost, left string // "" for nothing
	}{
		"a replica":           {pod("mine", "p", replicas, ""), "p", "", `pod "p" is to be evicted`},
		"somebody's replica":  {pod("other", "p", replicas, ""), "p", "", `pod "other/p" is to be evicted`},
		"on another node":     {strings.ReplaceAll(pod("mine", "p", replicas, ""), "n1", "n2"), "", "", ""},
		"no node yet":         {"{kind: Pod, metadata: {namespace: mine, name: p}}", "", "", ""},
		"of a DaemonSet":      {pod("other", "p", ", ownerReferences: [{kind: DaemonSet, name: d, uid: d, controller: true}]", ""), "", "", ""},
		"a mirror pod":        {pod("other", "p", ", annotations: {kubernetes.io/config.mirror: x}", ""), "", "", ""},
		"alone, my own":       {pod("mine", "p", "", ""), "p", "", `pod "p" is to be evicted`},
		"alone, somebody's":   {pod("other", "p", "", ""), "", `pod "other/p" has no controller`, `pod "other/p" has no controller`},
		"alone, but finished": {pod("other", "p", "", ", status: {phase: Succeeded}"), "p", "", `pod "other/p" is to be evicted`},
		"on its way out":      {pod("other", "p", ", deletionTimestamp: '2026-01-01T00:00:00Z'", ""), "", "", `pod "other/p" is ending`},
		"eviction granted":    {pod("mine", "granted", replicas, ""), "", "", `pod "granted" is ending`},
		"refused":             {pod("mine", "refused", replicas, ""), "", "", `pod "refused" may not be evicted: not now`},
		"refused before":      {pod("mine", "earlier", replicas, ""), "earlier", "", `pod "earlier" is to be evicted`},
	} {
		v := viewtest.See(t, budget, c.pod)
		d := &Drain{
			node: "n1", own: map[string]bool{"mine": true}, Pods: viewtest.KindFor("Pod"), Budgets: viewtest.KindFor("PodDisruptionBudget"),
			granted: map[types.UID]bool{"granted": true},
			refused: map[types.UID]refusal{"refused": {budgets: "web=7 ", reason: "not now"}, "earlier": {budgets: "web=6 ", reason: "not then"}},
		}
		p := d.plan(v)
		var evict []string
		for _, pod := range p.evict {
			evict = append(evict, pod.Name)
		}
		got := []string{strings.Join(evict, ","), strings.Join(p.lost, ","), strings.Join(p.left, ",")}
		if want := []string{c.evict, c.lost, c.left}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if met := d.moved(v).Met; met != (c.evict != "" || c.lost != "" || c.left == "") {
			t.Errorf("%s: moved is %v", name, met)
		}
	}
}

// TestUncounted: a budget that nobody has looked at refuses nothing. Beside another reason, it is not what a drain waits for.
func TestUncounted(t *testing.T) {
	const budget = "{kind: PodDisruptionBudget, metadata: {namespace: mine, name: web, resourceVersion: '7'}}"
	pod := func(name string) string {
		return "{kind: Pod, metadata: {namespace: mine, name: " + name + ", uid: " + name + "}, spec: {nodeName: n1}}"
	}
	d := &Drain{
		node: "n1", own: map[string]bool{"mine": true}, Pods: viewtest.KindFor("Pod"), Budgets: viewtest.KindFor("PodDisruptionBudget"),
		refused: map[types.UID]refusal{"uncounted": {"web=7 ", "later", true}, "refused": {"web=7 ", "not now", false}, "earlier": {"web=6 ", "later", true}},
	}
	for names, want := range map[string]bool{"": false, "uncounted": true, "refused": false, "uncounted refused": false, "earlier": false, "uncounted earlier": false} {
		docs := []string{budget}
		for _, name := range strings.Fields(names) {
			docs = append(docs, pod(name))
		}
		if got := d.Uncounted(viewtest.See(t, docs...)); got != want {
			t.Errorf("%q: %t", names, got)
		}
	}
}
