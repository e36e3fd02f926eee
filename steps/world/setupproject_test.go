package world

import (
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestSameProject(t *testing.T) {
	object := func(kind, name string) *unstructured.Unstructured {
		obj := &unstructured.Unstructured{}
		obj.SetGroupVersionKind(schema.GroupVersionKind{Version: "v1", Kind: kind})
		obj.SetName(name)
		return obj
	}
	there := []setUpObject{{Kind: schema.GroupVersionKind{Version: "v1", Kind: "ConfigMap"}, Namespace: "shop", Name: "a"}}
	for name, c := range map[string]struct {
		there  []setUpObject
		own    []*unstructured.Unstructured
		refuse bool
	}{
		"another version":             {there, []*unstructured.Unstructured{object("Secret", "b"), object("ConfigMap", "a")}, false},
		"another project":             {there, []*unstructured.Unstructured{object("ConfigMap", "b")}, true},
		"another kind":                {there, []*unstructured.Unstructured{object("Secret", "a")}, true},
		"nothing made yet":            {nil, []*unstructured.Unstructured{object("Secret", "a")}, false},
		"names that are not known":    {there, []*unstructured.Unstructured{object("ConfigMap", "")}, false},
		"nothing that is to be there": {there, nil, false},
	} {
		s := &setUp{SetUp: SetUp{ID: "app"}}
		if err := s.sameProject(c.there, c.own); errors.Is(err, ErrNotOurs) != c.refuse {
			t.Errorf("%s: %v", name, err)
		}
	}
}
