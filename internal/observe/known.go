package observe

import (
	"iter"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// known holds the current objects of a watch. They are in groups, so that opening a timeline costs what it shows, and not what
// exists: those of each namespace, events about the cluster's own objects, and those of them about former objects, which no new
// timeline shows.
type known struct {
	namespaces map[string]map[objectKey]*unstructured.Unstructured // "" for cluster-scoped objects
	cluster    map[objectKey]*unstructured.Unstructured
	former     map[objectKey]*unstructured.Unstructured
}

func newKnown() *known {
	return &known{
		namespaces: map[string]map[objectKey]*unstructured.Unstructured{},
		cluster:    map[objectKey]*unstructured.Unstructured{}, former: map[objectKey]*unstructured.Unstructured{},
	}
}

// get returns an object, or nil.
func (k *known) get(key objectKey) *unstructured.Unstructured {
	for _, group := range k.groups(key.namespace) {
		if obj := group[key]; obj != nil {
			return obj
		}
	}
	return nil
}

// groups returns the groups that may have objects of a namespace.
func (k *known) groups(namespace string) [3]map[objectKey]*unstructured.Unstructured {
	return [3]map[objectKey]*unstructured.Unstructured{k.namespaces[namespace], k.cluster, k.former}
}

func (k *known) put(key objectKey, obj *unstructured.Unstructured) {
	switch {
	case k.former[key] != nil && aboutCluster(obj): // what is replaced stays so
		k.former[key] = obj
	case aboutCluster(obj):
		k.cluster[key] = obj
	default:
		if k.namespaces[key.namespace] == nil {
			k.namespaces[key.namespace] = map[objectKey]*unstructured.Unstructured{}
		}
		k.namespaces[key.namespace][key] = obj
	}
}

func (k *known) remove(key objectKey) {
	for _, group := range k.groups(key.namespace) {
		delete(group, key)
	}
	if len(k.namespaces[key.namespace]) == 0 {
		delete(k.namespaces, key.namespace)
	}
}

// isFormer records that an event is about an object that was replaced.
func (k *known) isFormer(key objectKey) {
	k.former[key] = k.cluster[key]
	delete(k.cluster, key)
}

// all returns all objects. Objects may be removed meanwhile.
func (k *known) all() iter.Seq2[objectKey, *unstructured.Unstructured] {
	return func(yield func(objectKey, *unstructured.Unstructured) bool) {
		groups := []map[objectKey]*unstructured.Unstructured{k.cluster, k.former}
		for _, group := range k.namespaces {
			groups = append(groups, group)
		}
		for _, group := range groups {
			for key, obj := range group {
				if !yield(key, obj) {
					return
				}
			}
		}
	}
}
