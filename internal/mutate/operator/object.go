package operator

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Object is one object of a manifest: a YAML document, or an item of a List.
type Object struct {
	APIVersion, Kind, Namespace, Name string

	doc    *document
	item   int // its number among the items of the document, when that is a List
	node   *yaml.Node
	number int // its number among all objects of the manifest
	all    *set
}

// set is the objects of a manifest.
type set struct {
	list []*Object
	pods []*Object // those that are pods, or make pods
}

// Root is the whole object.
func (o *Object) Root() Value { return Value{node: o.node} }

// Get is a value of the object, by names of fields and numbers of items.
func (o *Object) Get(path ...any) Value { return o.Root().Get(path...) }

// Ref names the object in the words of a step: deployment "web".
func (o *Object) Ref() string { return strings.ToLower(o.Kind) + " " + quote(o.Name) }

// Others are the other objects of the manifest.
func (o *Object) Others() []*Object {
	var all []*Object
	for _, other := range o.all.list {
		if other != o {
			all = append(all, other)
		}
	}
	return all
}

// podSpecs are where the kinds that make pods have the spec of them.
var podSpecs = map[string][]any{
	"Pod":                   {"spec"},
	"Deployment":            {"spec", "template", "spec"},
	"StatefulSet":           {"spec", "template", "spec"},
	"DaemonSet":             {"spec", "template", "spec"},
	"ReplicaSet":            {"spec", "template", "spec"},
	"ReplicationController": {"spec", "template", "spec"},
	"Job":                   {"spec", "template", "spec"},
	"CronJob":               {"spec", "jobTemplate", "spec", "template", "spec"},
}

// withPods are the kinds that are pods, or make pods.
var withPods = []string{"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"}

// PodSpec is the spec of the pod, or of the pods that are made; not there for other kinds.
func (o *Object) PodSpec() Value {
	path, has := podSpecs[o.Kind]
	if !has {
		return Value{}
	}
	return o.Get(path...)
}

// PodMeta is the metadata of the pod, or of the pods that are made.
func (o *Object) PodMeta() Value {
	path, has := podSpecs[o.Kind]
	if !has {
		return Value{}
	}
	return o.Get(append(path[:len(path)-1:len(path)-1], "metadata")...)
}

func objectIn(doc *document, item int, node *yaml.Node) *Object {
	obj := &Object{doc: doc, item: item, node: node}
	obj.APIVersion, obj.Kind = obj.Get("apiVersion").Text(), obj.Get("kind").Text()
	meta := obj.Get("metadata")
	obj.Namespace, obj.Name = meta.Get("namespace").Text(), meta.Get("name").Text()
	return obj
}
