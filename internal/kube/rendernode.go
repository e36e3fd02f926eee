package kube

// hostname is the label that pins a pod to one node.
const hostname = "kubernetes.io/hostname"

// nodes replaces the node names in a pod spec: its nodeName, and the values of the label kubernetes.io/hostname in its
// nodeSelector and node affinity.
func (r Rewriter) nodes(spec map[string]any) {
	r.nodeIn(spec, "nodeName")
	if selector, ok := spec["nodeSelector"].(map[string]any); ok {
		r.nodeIn(selector, hostname)
	}
	affinity, ok := nested(spec, "affinity", "nodeAffinity")
	if !ok {
		return
	}
	if required, ok := affinity["requiredDuringSchedulingIgnoredDuringExecution"].(map[string]any); ok {
		eachMap(required["nodeSelectorTerms"], r.nodeTerm)
	}
	eachMap(affinity["preferredDuringSchedulingIgnoredDuringExecution"], func(preferred map[string]any) {
		if term, ok := preferred["preference"].(map[string]any); ok {
			r.nodeTerm(term)
		}
	})
}

func (r Rewriter) nodeTerm(term map[string]any) {
	eachMap(term["matchExpressions"], func(expression map[string]any) {
		values, ok := expression["values"].([]any)
		if !ok || expression["key"] != hostname {
			return
		}
		for i := range values {
			if name, ok := values[i].(string); ok {
				values[i] = r.Node(name)
			}
		}
	})
}

func (r Rewriter) nodeIn(m map[string]any, key string) {
	if name, ok := m[key].(string); ok {
		m[key] = r.Node(name)
	}
}

func eachMap(list any, do func(map[string]any)) {
	items, ok := list.([]any)
	if !ok {
		return
	}
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			do(m)
		}
	}
}
