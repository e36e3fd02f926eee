package observe

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

var (
	sets    = kube.Kind{GVK: schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "ReplicaSet"}, GVR: schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"}, Namespaced: true}
	podKind = pods.GVK.GroupKind()
	well    = &Property{Has: func(obj *unstructured.Unstructured) bool { return obj.Object["well"] == true }}
)

// child is a version of an object with an owner; "" for none.
func child(kind kube.Kind, name, owner string, revision int, isWell bool) Observation {
	o := version(kind, name, revision, map[string]any{"well": isWell})
	if owner != "" {
		o.Object.SetOwnerReferences(nil)
		meta, _ := o.Object.Object["metadata"].(map[string]any)
		meta["ownerReferences"] = []any{map[string]any{"uid": owner, "kind": "X", "name": "x"}}
	}
	return o
}

func deleted(o Observation) Observation {
	o.Type = watch.Deleted
	return o
}

// bare is a view without an index.
type bare []Observation

func (b bare) Get(kube.Ref) *unstructured.Unstructured                              { return nil }
func (b bare) List(kube.Kind, string, labels.Selector) []*unstructured.Unstructured { return nil }
func (b bare) History(kube.Ref) []Observation                                       { return nil }
func (b bare) All() []Observation                                                   { return b }

func TestWhatAnOwnerHas(t *testing.T) {
	t.Parallel()
	set, old := child(sets, "new", "Deploymentd", 1, false), child(sets, "old", "Deploymentd", 2, false)
	a, b := child(pods, "a", "ReplicaSetnew", 3, true), child(pods, "b", "ReplicaSetold", 4, false)
	for name, c := range map[string]struct {
		seen  []Observation
		owned string // of all, in their last versions
		well  int
	}{
		"nothing":                            {nil, "[]", 0},
		"through two sets":                   {[]Observation{set, old, a, b}, "[a b]", 1},
		"a pod is seen before its owner":     {[]Observation{a, set}, "[a]", 1},
		"a pod of somebody else":             {[]Observation{set, a, child(pods, "c", "ReplicaSetother", 5, true)}, "[a]", 1},
		"it gets well":                       {[]Observation{set, a, old, b, child(pods, "b", "ReplicaSetold", 6, true)}, "[a b]", 2},
		"it falls ill":                       {[]Observation{set, a, child(pods, "a", "ReplicaSetnew", 6, false)}, "[a]", 0},
		"it is gone":                         {[]Observation{set, a, deleted(a)}, "[a gone]", 0},
		"it is gone, and back":               {[]Observation{set, a, deleted(a), a}, "[a]", 1},
		"it was let go":                      {[]Observation{set, a, child(pods, "a", "", 6, true)}, "[]", 0},
		"it was let go, and taken again":     {[]Observation{set, a, child(pods, "a", "", 6, true), a}, "[a]", 1},
		"its set is gone":                    {[]Observation{set, a, deleted(set)}, "[a]", 1},
		"its set was let go":                 {[]Observation{set, a, child(sets, "new", "", 6, false)}, "[]", 0},
		"the set belongs to itself":          {[]Observation{child(sets, "d", "Deploymentd", 1, false), child(sets, "d", "ReplicaSetd", 2, false), child(pods, "a", "ReplicaSetd", 3, true)}, "[]", 0},
		"another takes its name, unnoticed":  {[]Observation{set, a, renamed(a)}, "[a a gone]", 1},
		"of an object between, no own count": {[]Observation{child(sets, "new", "Deploymentd", 1, true)}, "[]", 0},
	} {
		tl := seeing(t)
		tl.View(func(v View) { CountOwned(v, "Deploymentd", podKind, well) }) // maintained from the beginning
		for _, o := range c.seen {
			tl.receive(o)
		}
		fresh := seeing(t)
		for _, o := range c.seen {
			fresh.receive(o)
		}
		for how, view := range map[string]View{"kept": tl.state, "counted at the end": fresh.state, "without an index": bare(c.seen)} {
			var names []string
			for _, o := range Owned(view, "Deploymentd", podKind) {
				name := o.Ref.Name
				if o.Type == watch.Deleted {
					name += " gone"
				}
				names = append(names, name)
			}
			slices.Sort(names)
			if got := fmt.Sprint(names); got != c.owned {
				t.Errorf("%s, %s: it owns %s, want %s", name, how, got, c.owned)
			}
			if got := CountOwned(view, "Deploymentd", podKind, well); got != c.well {
				t.Errorf("%s, %s: %d are well, want %d", name, how, got, c.well)
			}
			if got := AnyOwned(view, "Deploymentd", podKind, well.Has); got != (c.well > 0) {
				t.Errorf("%s, %s: any is well: %t", name, how, got)
			}
		}
	}
}

// renamed is another object with the same name.
func renamed(o Observation) Observation {
	o.Object = o.Object.DeepCopy()
	o.Object.SetUID(types.UID(string(o.Object.GetUID()) + "-2"))
	return o
}

// TestTheCountIsKept compares the maintained counts with the actual ones, over many changes.
func TestTheCountIsKept(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	tl := seeing(t)
	var all bare
	for n := range 2000 {
		pod := child(pods, fmt.Sprint("p", random.IntN(20)), []string{"", "ReplicaSets0", "ReplicaSets1", "Deploymentd"}[random.IntN(4)], n, random.IntN(2) == 0)
		switch random.IntN(8) {
		case 0:
			pod = deleted(pod)
		case 1:
			pod = renamed(pod)
		case 2:
			pod = child(sets, fmt.Sprint("s", random.IntN(2)), []string{"", "Deploymentd"}[random.IntN(2)], n, true)
		}
		tl.receive(pod)
		all = append(all, pod)
		if n%10 == 0 {
			if kept, is := CountOwned(tl.state, "Deploymentd", podKind, well), CountOwned(all, "Deploymentd", podKind, well); kept != is {
				t.Fatalf("after %d changes: kept %d, there are %d", n, kept, is)
			}
		}
	}
}

// TestOwnersWake counts evaluations, as TestOnlyWhatConcernsACheckWakesIt does: of a check that needs one pod that is well, of
// one that counts, and of one that starts without a pod.
func TestOwnersWake(t *testing.T) {
	t.Parallel()
	set := child(sets, "s", "Deploymentd", 1, false)
	one := func(v View) { AnyOwned(v, "Deploymentd", podKind, well.Has) }
	count := func(v View) { CountOwned(v, "Deploymentd", podKind, well) }
	others := make([]Observation, 0, 300)
	for n := range 100 {
		name := fmt.Sprint("other-", n)
		others = append(others, eventAbout(name, n), child(pods, name, "ReplicaSetother", n, true), child(pods, "b", "ReplicaSets", n, false))
	}
	for name, c := range map[string]struct {
		look  func(View)
		first []Observation
		then  []Observation
		wakes int
	}{
		"one is well, others change":    {one, []Observation{set, child(pods, "a", "ReplicaSets", 2, true)}, others, 0},
		"the one that is well changes":  {one, []Observation{set, child(pods, "a", "ReplicaSets", 2, true)}, []Observation{child(pods, "a", "ReplicaSets", 3, false)}, 1},
		"its set changes":               {one, []Observation{set, child(pods, "a", "ReplicaSets", 2, true)}, []Observation{set}, 1},
		"none is well, each own counts": {one, []Observation{set}, others, 100},
		"a pod comes":                   {one, []Observation{set}, []Observation{child(pods, "a", "ReplicaSets", 3, true), child(pods, "c", "ReplicaSets", 3, true)}, 1},
		"a set comes":                   {one, nil, []Observation{set}, 1},
		"all are counted":               {count, []Observation{set}, others, 100},
		"one is let go":                 {count, []Observation{set, child(pods, "a", "ReplicaSets", 2, true)}, []Observation{child(pods, "a", "", 3, true)}, 1},
		"by its UID, before it comes":   {func(v View) { Latest(v, "Poda") }, nil, []Observation{set, child(pods, "a", "", 3, true), child(pods, "b", "", 3, true)}, 1},
		"the versions of a kind":        {func(v View) { OfKind(v, pods.GVR.GroupResource(), 0) }, nil, others, 200},
	} {
		tl, evaluated := seeing(t), 0
		for _, o := range c.first {
			tl.receive(o)
		}
		tl.wait(newWaiter(func(v View) Verdict { evaluated++; c.look(v); return Verdict{} }, func(Verdict) (bool, error) { return false, nil }))
		for _, o := range c.then {
			tl.receive(o)
		}
		if got := evaluated - 1; got != c.wakes {
			t.Errorf("%s: evaluated %d times, want %d", name, got, c.wakes)
		}
	}
}
