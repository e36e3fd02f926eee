package operator

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

var affinityRemoved = Operator{
	Name:    "affinity-removed",
	Doc:     "Removes an affinity or anti-affinity rule.",
	Attacks: "The pods run where the rule puts them.",
	Kinds:   withPods,
	Weight:  85,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  affinity:
    podAntiAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector: {matchLabels: {app: web}}
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`required podAntiAffinity of pod "web" removed
-  affinity:
-    podAntiAffinity:
-      requiredDuringSchedulingIgnoredDuringExecution:
-        - topologyKey: kubernetes.io/hostname
-          labelSelector: {matchLabels: {app: web}}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, rule := range obj.affinities() {
			all = append(all, rule.Removed(rule.says+" removed", rule.assert))
		}
		return all
	},
}

// affinity has the rules of one strength: required or preferred.
type affinity struct {
	Value
	sort     string // nodeAffinity, podAffinity, podAntiAffinity
	required bool
	says     string
	assert   string
}

const (
	required  = "requiredDuringSchedulingIgnoredDuringExecution"
	preferred = "preferredDuringSchedulingIgnoredDuringExecution"
)

// affinities returns the affinity rules of the object's pods.
func (o *Object) affinities() []affinity {
	var all []affinity
	for _, sort := range []string{"nodeAffinity", "podAffinity", "podAntiAffinity"} {
		for _, strength := range []string{required, preferred} {
			v := o.PodSpec().Get("affinity", sort, strength)
			if !v.Exists() {
				continue
			}
			is := strings.TrimSuffix(strength, "DuringSchedulingIgnoredDuringExecution")
			all = append(all, affinity{v, sort, strength == required, fmt.Sprintf("%s %s of %s", is, sort, o.Ref()), o.placed(sort)})
		}
	}
	return all
}

// placed returns a step that checks where pods run.
func (o *Object) placed(sort string) string {
	n, ok := o.Get("spec", "replicas").Int()
	if sort != "podAntiAffinity" || !ok {
		return ""
	}
	return fmt.Sprintf("the pods of %s are on %s", o.Ref(), words.Times("different node", n))
}
