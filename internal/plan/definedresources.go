package plan

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// resources are the resources of kinds, by the words for these kinds.
type resources map[string][]schema.GroupResource

// definedResources returns the resources that CustomResourceDefinitions among the objects define.
func definedResources(objects []*unstructured.Unstructured) resources {
	defined := resources{}
	for _, obj := range objects {
		if !(kube.Document{Object: obj}).DefinesKind() {
			continue
		}
		group, _, _ := unstructured.NestedString(obj.Object, "spec", "group")
		plural, _, _ := unstructured.NestedString(obj.Object, "spec", "names", "plural")
		for _, word := range wordsOf(obj) {
			defined[word] = append(defined[word], schema.GroupResource{Group: group, Resource: plural})
		}
	}
	return defined
}

// named returns the permissions of a step with the resources of the custom kinds that the step names by other words, such as their
// singular: the API server knows the permission only by the resource.
func (defined resources) named(match *step.Planned, rights []steps.Right) []steps.Right {
	custom := steps.CustomKindsIn(match.Match)
	for i, r := range rights {
		word, rest, below := strings.Cut(r.Resource, "/")
		isCustom := slices.ContainsFunc(custom, func(kind string) bool {
			name, group, _ := strings.Cut(strings.ToLower(kind), ".")
			return name == word && group == r.Group
		})
		for _, gr := range defined[word] {
			if !isCustom || r.Group != "" && r.Group != gr.Group && !strings.HasSuffix(r.Group, "."+gr.Group) {
				continue
			}
			rights[i].Group, rights[i].Resource = gr.Group, gr.Resource
			if below {
				rights[i].Resource += "/" + rest
			}
			break
		}
	}
	return rights
}
