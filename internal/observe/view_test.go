package observe

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

func TestList(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	web := object{"labels": object{"app": "web"}}
	for _, name := range []string{"b/zeta", "a/zeta", "b/alpha", "a/alpha"} {
		s.put("pods", name, web)
	}
	s.put("pods", "a/db", object{"labels": object{"app": "db"}})
	s.put("pods", "a/gone", web)
	s.put("nodes", "worker", web)
	tl := watching(t, s, pods, nodes).Timeline("a", "b")
	s.remove("pods", "a/gone")
	s.put("pods", "b/alpha", object{"labels": object{"app": "other"}})
	reach(t, tl, func(v View) Verdict { return Verdict{Met: v.Get(ref(pods, "b/alpha")).GetLabels()["app"] == "other"} })

	selector := labels.SelectorFromSet(labels.Set{"app": "web"})
	newer := pods
	newer.GVR.Version, newer.GVK.Version = "v2", "v2"
	for name, test := range map[string]struct {
		kind      kube.Kind
		namespace string
		selector  labels.Selector
		want      []string
	}{
		"all namespaces":    {pods, "", nil, []string{"a/alpha", "a/db", "a/zeta", "b/alpha", "b/zeta"}},
		"one namespace":     {pods, "a", nil, []string{"a/alpha", "a/db", "a/zeta"}},
		"selector":          {pods, "", selector, []string{"a/alpha", "a/zeta", "b/zeta"}},
		"both":              {pods, "b", selector, []string{"b/zeta"}},
		"no such namespace": {pods, "c", nil, nil},
		"cluster-scoped":    {nodes, "", selector, []string{"/worker"}},
		"not watched":       {events, "", nil, nil},
		"another version":   {newer, "b", nil, []string{"b/alpha", "b/zeta"}}, // of the API group shows the same objects
	} {
		var got []string
		tl.View(func(v View) {
			for _, o := range v.List(test.kind, test.namespace, test.selector) {
				got = append(got, o.GetNamespace()+"/"+o.GetName())
			}
		})
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
	}
}

// The history has every version, including deletions, in the order of arrival.
func TestGetAndHistory(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tl := watching(t, s, pods).Timeline("a")
	s.pod("a/other", "Running") // 101
	s.pod("a/web", "Pending")   // 102
	s.pod("a/web", "Running")   // 103
	s.remove("pods", "a/web")   // 104
	reach(t, tl, func(v View) Verdict { return Verdict{Met: len(v.History(ref(pods, "a/web"))) == 3} })
	tl.View(func(v View) {
		if got := v.Get(ref(pods, "a/web")); got != nil {
			t.Errorf("got %v after the deletion", got)
		}
		if v.Get(ref(pods, "a/never")) != nil || len(v.History(ref(pods, "a/never"))) != 0 {
			t.Error("a pod that never existed has a history")
		}
	})
	s.pod("a/web", "Pending") // 105
	reach(t, tl, phase("a/web", "Pending"))
	tl.View(func(v View) {
		var got []string
		var last Observation
		for _, o := range v.History(ref(pods, "a/web")) {
			got = append(got, tell(o)+" "+phaseOf(o.Object))
			if o.Seq <= last.Seq || o.At.Before(last.At) {
				t.Errorf("%s is not after what came before it", tell(o))
			}
			if _, found, _ := unstructured.NestedSlice(o.Object.Object, "metadata", "managedFields"); found {
				t.Errorf("%s has managedFields", tell(o))
			}
			last = o
		}
		want := []string{
			told(watch.Added, pods, "a/web", 102) + " Pending", told(watch.Modified, pods, "a/web", 103) + " Running",
			told(watch.Deleted, pods, "a/web", 104) + " Running", told(watch.Added, pods, "a/web", 105) + " Pending",
		}
		if !slices.Equal(got, want) {
			t.Errorf("the history is %q, not %q", got, want)
		}
		if got := v.Get(ref(pods, "a/web")); got.GetUID() != "pods/a/web-105" {
			t.Errorf("present is %v", got)
		}
		// Appending to the slice from All must not write into the timeline.
		all := v.All()
		if len(all) != 5 || cap(all) != len(all) {
			t.Errorf("all: %d observations, capacity %d", len(all), cap(all))
		}
	})
}

func TestBefore(t *testing.T) {
	t.Parallel()
	version := func(kind kube.Kind, name string, seq, revision uint64) Observation {
		return Observation{Seq: seq, Revision: revision, Ref: ref(kind, name)}
	}
	gone := version(pods, "a/web", 3, 0) // its deletion was not observed, only its absence from a later list
	gone.Type = watch.Deleted
	gone.Object = &unstructured.Unstructured{Object: object{"metadata": object{"resourceVersion": "7"}}}
	for name, test := range map[string]struct {
		a, b          Observation
		before, known bool
	}{
		"by revision":                     {version(pods, "a/web", 2, 5), version(pods, "a/web", 1, 6), true, true},
		"by revision, reversed":           {version(pods, "a/web", 1, 6), version(pods, "a/web", 2, 5), false, true},
		"by revision, other kind":         {version(pods, "a/web", 2, 5), version(nodes, "worker", 1, 6), true, true},
		"the same revision":               {version(pods, "a/web", 1, 5), version(nodes, "worker", 2, 5), false, false},
		"no revisions":                    {version(pods, "a/web", 1, 0), version(pods, "a/db", 2, 0), true, true},
		"no revisions, reversed":          {version(pods, "a/web", 2, 0), version(pods, "a/db", 1, 0), false, true},
		"one revision":                    {version(pods, "a/web", 1, 5), version(pods, "a/db", 2, 0), true, true},
		"no revisions, other kind":        {version(pods, "a/web", 1, 0), version(nodes, "worker", 2, 0), false, false},
		"itself":                          {version(pods, "a/web", 1, 0), version(pods, "a/web", 1, 0), false, false},
		"unseen deletion, same object":    {version(pods, "a/web", 2, 7), gone, true, true},
		"unseen deletion, reversed":       {gone, version(pods, "a/web", 4, 9), true, true},
		"unseen deletion, another object": {gone, version(pods, "a/db", 4, 9), false, false},
		"another object, unseen deletion": {version(pods, "a/db", 2, 6), gone, false, false},
		"unseen deletion, other kind":     {gone, version(nodes, "worker", 4, 9), false, false},
	} {
		if before, known := Before(test.a, test.b); before != test.before || known != test.known {
			t.Errorf("%s: before %t, known %t", name, before, known)
		}
	}
}
