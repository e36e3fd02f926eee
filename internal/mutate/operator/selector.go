package operator

import "github.com/gherkind/gherkind/internal/words"

// selector returns the labels by which an object selects pods.
func (o *Object) selector() Value {
	switch o.Kind {
	case "Service", "ReplicationController":
		return o.Get("spec", "selector")
	case "NetworkPolicy":
		return o.Get("spec", "podSelector", "matchLabels")
	}
	return o.Get("spec", "selector", "matchLabels")
}

// finds returns a step that checks whether the object finds its pods.
func (o *Object) finds() string {
	if o.Kind != "Service" {
		return ""
	}
	for _, other := range o.all.pods {
		if n, ok := other.Get("spec", "replicas").Int(); ok && o.selects(other) {
			return o.Ref() + " has " + words.Times("ready endpoint", n)
		}
		if other.Kind == "Pod" && o.selects(other) {
			return other.Ref() + " is an endpoint of " + o.Ref()
		}
	}
	return o.Ref() + " has 1 ready endpoint"
}

// selects reports whether the pods of another object have the labels of the selector.
func (o *Object) selects(other *Object) bool {
	labels, selected := other.PodMeta().Get("labels"), o.selector().Fields()
	for _, f := range selected {
		if labels.Get(f.Name).Text() != f.Text() {
			return false
		}
	}
	return len(selected) > 0 && labels.Exists()
}

// otherText returns a different text that is equally valid for labels and names.
func otherText(text string) string { return text + "-mutated" }
