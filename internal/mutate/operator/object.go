package operator

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Object is one object of a manifest: a YAML document, or an item of a List.
type Object struct {
	APIVersion, Kind, Namespace, Name string

	doc    *document
	item   int // its index in the document, if that is a List
	node   *yaml.Node
	number int // its index among all objects of the manifest
	all    *set
}

// set is the objects of a manifest.
type set struct {
	list []*Object
	pods []*Object // pods, and objects that create pods
}

// Root returns the whole object.
func (o *Object) Root() Value { return Value{node: o.node} }

// Get returns a value of the object, by field names and list indexes.
func (o *Object) Get(path ...any) Value { return o.Root().Get(path...) }

// Ref names the object as steps do: deployment "web".
func (o *Object) Ref() string { return strings.ToLower(o.Kind) + " " + quote(o.Name) }

// Others returns the other objects of the manifest.
func (o *Object) Others() []*Object {
	var all []*Object
	for _, other := range o.all.list {
		if other != o {
			all = append(all, other)
		}
	}
	return all
}

// podSpecs are the paths of the pod spec in each kind that creates pods.
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

// withPods are Pod and the kinds that create pods.
var withPods = []string{"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"}

// PodSpec returns the spec of the pod, or of the pods that the object creates; other kinds have none.
func (o *Object) PodSpec() Value {
	path, has := podSpecs[o.Kind]
	if !has {
		return Value{}
	}
	return o.Get(path...)
}

// PodMeta returns the metadata of the pod, or of the pods that the object creates.
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
