package kube

// Containers returns the containers of the pods that the document describes, init containers first, each as in the manifest.
func (d Document) Containers() []map[string]any {
	var all []map[string]any
	for _, spec := range podSpecs(d.Object.Object) {
		for _, list := range []string{"initContainers", "containers"} {
			eachMap(spec[list], func(container map[string]any) { all = append(all, container) })
		}
	}
	return all
}
