package kube

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestDefinedKinds(t *testing.T) {
	version := func(name string, served bool) any { return map[string]any{"name": name, "served": served} }
	crd := func(versions any) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{
			"group": "example.invalid", "names": map[string]any{"kind": "Parcel"}, "versions": versions,
		}}}
	}
	got, err := DefinedKinds(crd([]any{version("v1", true), version("v1beta1", false), version("v2", true)}))
	if want := "[example.invalid/v1, Kind=Parcel example.invalid/v2, Kind=Parcel]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("got %v, %v, want %s", got, err, want)
	}
	if got, err := DefinedKinds(crd("v1")); err == nil {
		t.Errorf("versions that are no list: got %v", got)
	}
}
