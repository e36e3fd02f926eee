package world

import (
	"errors"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

var (
	pods       = kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, Namespaced: true}
	nodes      = kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Node"}}
	namespaces = kube.Kind{GVK: namespaceKind}
	roles      = kube.Kind{GVK: schema.GroupVersionKind{Group: "rbac.authorization.k8s.io", Version: "v1", Kind: "ClusterRole"}}
)

// A scenario with given namespaces writes nothing, not even in these.
func TestAScenarioInGivenNamespacesWritesNothing(t *testing.T) {
	w := &World{
		Run: &Run{}, Scenario: Scenario{Given: map[string]string{"": "student"}},
		namespaces: map[string]string{"": "student"},
	}
	for _, ref := range []kube.Ref{{Kind: pods, Namespace: "student", Name: "a"}, {Kind: namespaces, Name: "student"}, {Kind: roles, Name: "new"}} {
		for _, way := range []kube.Way{kube.Makes, kube.Changes, kube.Deletes, kube.Evicts} {
			if _, err := w.permit(way, ref); !errors.Is(err, ErrNotOurs) {
				t.Errorf("%s %s: %v", way, ref, err)
			}
		}
	}
}

// A scenario writes only to what it has created.
func TestAScenarioWritesOnlyToItsOwn(t *testing.T) {
	w := &World{
		Run:        &Run{allowed: allowed{"clusterrole.rbac.authorization.k8s.io/shared": true, "namespace/shared": true}},
		namespaces: map[string]string{"doomed": "gherkind-doomed"},
		created:    map[kube.Ref]types.UID{{Kind: roles, Name: "made"}: "u1"},
	}
	for name, c := range map[string]struct {
		way  kube.Way
		ref  kube.Ref
		only types.UID
		says string // "" if it is permitted
	}{
		"a pod of its own":                    {kube.Deletes, kube.Ref{Kind: pods, Namespace: "gherkind-doomed", Name: "a"}, "", ""},
		"a pod of its own, evicted":           {kube.Evicts, kube.Ref{Kind: pods, Namespace: "gherkind-doomed", Name: "a"}, "", ""},
		"an alias is no namespace":            {kube.Changes, kube.Ref{Kind: pods, Namespace: "doomed", Name: "a"}, "", `change pod "a" in namespace "doomed", which is not this scenario's`},
		"a pod of others":                     {kube.Deletes, kube.Ref{Kind: pods, Namespace: "kube-system", Name: "dns"}, "", `delete pod "dns" in namespace "kube-system"`},
		"a pod made among others":             {kube.Makes, kube.Ref{Kind: pods, Namespace: "kube-system", Name: "dns"}, "", `make pod "dns"`},
		"a pod of others, evicted":            {kube.Evicts, kube.Ref{Kind: pods, Namespace: "kube-system", Name: "dns"}, "", `evict pod "dns"`},
		"its namespace":                       {kube.Deletes, kube.Ref{Kind: namespaces, Name: "gherkind-doomed"}, "", ""},
		"a namespace of others":               {kube.Deletes, kube.Ref{Kind: namespaces, Name: "default"}, "", `delete namespace "default", which this scenario has not made: a scenario changes only what it has made; have a manifest of it make that, or run with --allow-changes namespace/default`},
		"a namespace that may be changed":     {kube.Deletes, kube.Ref{Kind: namespaces, Name: "shared"}, "", ""},
		"a role that it made":                 {kube.Deletes, kube.Ref{Kind: roles, Name: "made"}, "u1", ""},
		"a role of others":                    {kube.Changes, kube.Ref{Kind: roles, Name: "view"}, "", "--allow-changes clusterrole.rbac.authorization.k8s.io/view"},
		"a role that may be changed":          {kube.Changes, kube.Ref{Kind: roles, Name: "shared"}, "", ""},
		"a role to be made":                   {kube.Makes, kube.Ref{Kind: roles, Name: "new"}, "", ""},
		"a node is changed by ChangeNode":     {kube.Changes, kube.Ref{Kind: nodes, Name: "worker"}, "", "the steps about nodes undo what they change"},
		"a node is no object to be removed":   {kube.Deletes, kube.Ref{Kind: nodes, Name: "worker"}, "", `delete node "worker"`},
		"a name of another kind is no excuse": {kube.Deletes, kube.Ref{Kind: nodes, Name: "shared"}, "", `delete node "shared"`},
	} {
		only, err := w.permit(c.way, c.ref)
		if only != c.only || (err == nil) != (c.says == "") {
			t.Errorf("%s: %q, %v", name, only, err)
		}
		if err != nil && (!strings.Contains(err.Error(), c.says) || !errors.Is(err, ErrNotOurs)) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	w.changesNodes = true
	if _, err := w.permit(kube.Evicts, kube.Ref{Kind: pods, Namespace: "kube-system", Name: "dns"}); err != nil {
		t.Errorf("a scenario that has cordoned a node drains it: %v", err)
	}
	if _, err := w.permit(kube.Deletes, kube.Ref{Kind: pods, Namespace: "kube-system", Name: "dns"}); err == nil {
		t.Error("a scenario that has cordoned a node deletes pods of others")
	}
}

// A change to a node is permitted for that node only.
func TestANodeIsChangedAlone(t *testing.T) {
	permit := permitNode(kube.Ref{Kind: nodes, Name: "one"})
	if _, err := permit(kube.Changes, kube.Ref{Kind: nodes, Name: "one"}); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		way kube.Way
		ref kube.Ref
	}{{kube.Changes, kube.Ref{Kind: nodes, Name: "two"}}, {kube.Deletes, kube.Ref{Kind: nodes, Name: "one"}}, {kube.Changes, kube.Ref{Kind: namespaces, Name: "one"}}} {
		if _, err := permit(c.way, c.ref); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s %s: %v", c.way, c.ref, err)
		}
	}
}

// The nodes of an external cluster are changed, stopped and started only if that is allowed.
func TestNodesOfOthers(t *testing.T) {
	for name, c := range map[string]struct {
		foreign, allowed bool
		says             string
	}{
		"ours":             {false, false, ""},
		"theirs":           {true, false, "--allow-node-changes"},
		"theirs, and okay": {true, true, ""},
	} {
		w := &World{Run: &Run{Foreign: c.foreign, NodeChanges: c.allowed, Etcd: noEtcd{}}, Scenario: Scenario{Tags: []string{"@exclusive"}}}
		if err := w.mayChange("one"); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if c.says == "" {
			continue
		}
		for way, err := range map[string]error{
			"change": w.ChangeNode(t.Context(), NodeAction{Do: Cordon, Node: "one"}, nil),
			"act":    w.Act(t.Context(), NodeAction{Do: StopNode, Node: "one"}, NodeAction{Do: StartNode, Node: "one"}),
			"start":  w.Start(t.Context(), NodeAction{Do: StartNode, Node: "one"}),
		} {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
	}
}
