package kube

import (
	"maps"
	"slices"
	"strings"
)

// podSpecPaths are the paths of pod specs in built-in kinds: in a Pod, in the template of workload kinds, in a CronJob's job
// template.
var podSpecPaths = []string{"spec", "spec.template.spec", "spec.jobTemplate.spec.template.spec"}

// podSpecs returns the pod specs in an object. Custom resources may have them anywhere, also in lists: there, whatever has a
// list of containers counts. A field whose name contains dots is not distinguished from nested ones, which yields no additional
// specs.
func podSpecs(object map[string]any) []map[string]any {
	var specs []map[string]any
	for _, path := range podSpecPaths {
		if spec, ok := nested(object, strings.Split(path, ".")...); ok {
			specs = append(specs, spec)
		}
	}
	return appendPodSpecs(specs, "", object)
}

func appendPodSpecs(specs []map[string]any, at string, value any) []map[string]any {
	switch value := value.(type) {
	case map[string]any:
		if !slices.Contains(podSpecPaths, at) && slices.ContainsFunc(containerLists, func(list string) bool { return hasContainers(value[list]) }) {
			specs = append(specs, value)
		}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			specs = appendPodSpecs(specs, strings.TrimPrefix(at+"."+key, "."), value[key])
		}
	case []any:
		for _, item := range value {
			specs = appendPodSpecs(specs, at+"[]", item)
		}
	}
	return specs
}

// containerLists are the fields of a pod spec that list containers.
var containerLists = []string{"initContainers", "containers", "ephemeralContainers"}

// hasContainers reports whether a list has an item with a name and an image.
func hasContainers(list any) bool {
	found := false
	eachMap(list, func(item map[string]any) {
		_, named := item["name"].(string)
		_, imaged := item["image"].(string)
		found = found || named && imaged
	})
	return found
}
