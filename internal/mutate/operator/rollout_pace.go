package operator

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/words"
)

var rolloutPace = Operator{
	Name:    "rollout-pace",
	Doc:     "Lets all pods be unavailable during a rollout, or allows twice as many.",
	Attacks: "During a rollout there are enough pods, and not too many.",
	Kinds:   []string{"Deployment", "StatefulSet", "DaemonSet"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
`,
		Mutants: []string{
			`maxUnavailable of deployment "web" is 100% instead of 0
-    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
+    rollingUpdate: {maxSurge: 1, maxUnavailable: 100%}
`,
			`maxSurge of deployment "web" is 100% instead of 1
-    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
+    rollingUpdate: {maxSurge: 100%, maxUnavailable: 0}
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, strategy := range []string{"strategy", "updateStrategy"} {
			for _, name := range []string{"maxUnavailable", "maxSurge"} {
				v := obj.Get("spec", strategy, "rollingUpdate", name)
				if v.Exists() && !v.Open() && v.Text() != "100%" {
					assert := ""
					if n, ok := obj.Get("spec", "replicas").Int(); ok && name == "maxUnavailable" {
						assert = fmt.Sprintf("throughout, %s has at least %s", obj.Ref(), words.Times("available replica", n))
					}
					all = append(all, v.Becomes("100%", fmt.Sprintf("%s of %s is 100%% instead of %s", name, obj.Ref(), v.Text()), assert))
				}
			}
		}
		return all
	},
}
