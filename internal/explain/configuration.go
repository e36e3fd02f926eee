package explain

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// configuration explains a ConfigMap or Secret without a key that a pod of its namespace needs.
func (x *index) configuration(o *unstructured.Unstructured) []finding {
	keys := keysOf(o)
	var out []finding
	for _, pod := range x.list(kindPod, o.GetNamespace()) {
		p := x.podOf(pod)
		if p.err != nil || p.over() {
			continue
		}
		for _, n := range needs(p.pod, o) {
			if !slices.Contains(keys, n.key) {
				out = append(out, finding{Code: PodConfigError, Hint: p.keyHint(o.GetKind(), o.GetName()), Evidence: []string{n.by},
					Sentence: say.Textf("%s lacks the key %q that pod %q needs", describeName(o), quote(n.key), p.pod.Name)})
			}
		}
	}
	return out
}

// need is a key that a pod requires, and the field that requires it.
type need struct{ key, by string }

func needs(pod *corev1.Pod, o *unstructured.Unstructured) []need {
	var out []need
	add := func(kind, name, key, where string, optional *bool) {
		if kind == o.GetKind() && name == o.GetName() && !deref(optional, false) {
			out = append(out, need{key, fmt.Sprintf("pod/%s %s", pod.Name, where)})
		}
	}
	for _, c := range slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers) {
		for _, e := range c.Env {
			where := fmt.Sprintf("container %q env %s", c.Name, quote(e.Name))
			if e.ValueFrom != nil && e.ValueFrom.ConfigMapKeyRef != nil {
				r := e.ValueFrom.ConfigMapKeyRef
				add(kindConfigMap, r.Name, r.Key, where, r.Optional)
			}
			if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
				r := e.ValueFrom.SecretKeyRef
				add(kindSecret, r.Name, r.Key, where, r.Optional)
			}
		}
	}
	for _, v := range pod.Spec.Volumes {
		where := fmt.Sprintf("volume %q", v.Name)
		if v.ConfigMap != nil {
			for _, i := range v.ConfigMap.Items {
				add(kindConfigMap, v.ConfigMap.Name, i.Key, where, v.ConfigMap.Optional)
			}
		}
		if v.Secret != nil {
			for _, i := range v.Secret.Items {
				add(kindSecret, v.Secret.SecretName, i.Key, where, v.Secret.Optional)
			}
		}
	}
	return out
}
