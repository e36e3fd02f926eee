package kube

// Containers are those of the pods that the document describes, the initial ones first, each as the manifest has it.
func (d Document) Containers() []map[string]any {
	var all []map[string]any
	for _, spec := range podSpecs(d.Object.Object) {
		for _, list := range []string{"initContainers", "containers"} {
			eachMap(spec[list], func(container map[string]any) { all = append(all, container) })
		}
	}
	return all
}
