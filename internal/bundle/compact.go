package bundle

import (
	"slices"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// smallAnswer is the size, in bytes, up to which an answer is kept although no step asked for it.
const smallAnswer = 1 << 10

// Compact returns the bundle with only what is needed to judge its steps again: no texts for people, no files (whoever replays
// it has them, see WithFiles), nothing of other scenarios.
func (b *Bundle) Compact() *Bundle {
	c := *b
	c.Texts, c.Files = nil, map[string][]byte{b.Scenario.URI: {}}
	c.Served = namesOnly(b.Served)
	c.Observations, c.Answers = nil, nil
	events := map[types.UID]int{}
	for _, o := range b.Observations {
		if b.concerns(o) {
			o.Object = withShortUID(withoutImages(o.Object), events)
			c.Observations = append(c.Observations, o)
		}
	}
	ended := b.lastStepEnded()
	for _, a := range b.Answers {
		if len(a.Value) <= smallAnswer || !a.Began.After(ended) {
			c.Answers = append(c.Answers, a)
		}
	}
	return &c
}

// WithFiles returns the bundle with these files instead of its own.
func (b *Bundle) WithFiles(files map[string][]byte) *Bundle {
	c := *b
	c.Files = files
	return &c
}

// concerns reports whether an observation belongs to the scenario, or to the cluster while the scenario ran.
func (b *Bundle) concerns(o observe.Observation) bool {
	own := func(namespace string) bool {
		for _, name := range b.Scenario.Namespaces {
			if name == namespace {
				return true
			}
		}
		return false
	}
	switch {
	case o.Ref.Kind.GVK.Kind == "Namespace" && !own(o.Ref.Name):
		return o.Object == nil || !b.ofARun(o.Object)
	case o.Ref.Kind.GVK.Kind == "Event" && !own(o.Ref.Namespace):
		return o.Object != nil && !explain.EventTime(o.Object).Before(b.Scenario.Started.Truncate(time.Second)) // servers use whole seconds
	}
	return true
}

// ofARun reports whether a namespace was created for a scenario.
func (b *Bundle) ofARun(namespace *unstructured.Unstructured) bool {
	_, made := namespace.GetLabels()[world.LabelRun]
	return made
}

func (b *Bundle) lastStepEnded() time.Time {
	var last time.Time
	for _, s := range b.Steps {
		if s.Ended.After(last) {
			last = s.Ended
		}
	}
	return last
}

// withoutImages returns a node without its list of images, which is most of the object and which nothing reads.
func withoutImages(obj *unstructured.Unstructured) *unstructured.Unstructured {
	if obj == nil || obj.GetKind() != "Node" {
		return obj
	}
	obj = obj.DeepCopy()
	unstructured.RemoveNestedField(obj.Object, "status", "images")
	return obj
}

// withShortUID returns an event with a number as its UID, the same for all its versions. UIDs are random, so that they do not
// compress, and there are as many events as a busy cluster makes.
func withShortUID(obj *unstructured.Unstructured, events map[types.UID]int) *unstructured.Unstructured {
	if obj == nil || obj.GetKind() != "Event" {
		return obj
	}
	number, known := events[obj.GetUID()]
	if !known {
		number = len(events) + 1
		events[obj.GetUID()] = number
	}
	obj = obj.DeepCopy()
	obj.SetUID(types.UID(strconv.Itoa(number)))
	return obj
}

// namesOnly reduces what a cluster serves to what is needed to find a kind by any of its names.
func namesOnly(served kube.Served) kube.Served {
	var groups []*metav1.APIGroup
	for _, g := range served.Groups {
		g := *g
		g.TypeMeta, g.ServerAddressByClientCIDRs = metav1.TypeMeta{}, nil
		groups = append(groups, &g)
	}
	var lists []*metav1.APIResourceList
	for _, list := range served.Resources {
		short := &metav1.APIResourceList{GroupVersion: list.GroupVersion}
		for _, r := range list.APIResources {
			r.StorageVersionHash, r.Categories = "", nil
			if slices.Contains(r.Verbs, "list") || slices.Contains(r.Verbs, "create") && !isSubresource(r.Name) {
				short.APIResources = append(short.APIResources, r)
			}
		}
		lists = append(lists, short)
	}
	return kube.Served{Groups: groups, Resources: lists}
}

func isSubresource(name string) bool { return slices.Contains([]byte(name), '/') }
