package kube

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// definition is the part of a CustomResourceDefinition that this package needs.
type definition struct {
	Spec struct {
		Group string `json:"group"`
		Names struct {
			Kind string `json:"kind"`
		} `json:"names"`
		Versions []struct {
			Name   string `json:"name"`
			Served bool   `json:"served"`
		} `json:"versions"`
	} `json:"spec"`
}

// DefinedKinds returns the kind that a CustomResourceDefinition defines, once for each served version.
func DefinedKinds(obj *unstructured.Unstructured) ([]schema.GroupVersionKind, error) {
	d, err := Read[definition](obj)
	if err != nil {
		return nil, err
	}
	var kinds []schema.GroupVersionKind
	for _, v := range d.Spec.Versions {
		if v.Served {
			kinds = append(kinds, schema.GroupVersionKind{Group: d.Spec.Group, Version: v.Name, Kind: d.Spec.Names.Kind})
		}
	}
	return kinds, nil
}
