package operator

import "fmt"

var securityContextRemoved = Operator{
	Name:    "security-context-removed",
	Doc:     "Removes one setting from the security context of a pod or a container.",
	Attacks: "The container may do no more than intended.",
	Kinds:   withPods,
	Weight:  75,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: nginx
      securityContext: {readOnlyRootFilesystem: true, runAsUser: 1000}
`,
		Mutants: []string{
			`readOnlyRootFilesystem of container "web" removed
-      securityContext: {readOnlyRootFilesystem: true, runAsUser: 1000}
+      securityContext: {runAsUser: 1000}
`,
			`runAsUser of container "web" removed
-      securityContext: {readOnlyRootFilesystem: true, runAsUser: 1000}
+      securityContext: {readOnlyRootFilesystem: true}
`,
		},
	},
	Find: func(obj *Object) []Change {
		find := func(v Value, of string) []Change {
			return inFields(v.Get("securityContext"), func(f Field) Change { return f.Removed(fmt.Sprintf("%s of %s removed", f.Name, of), "") })
		}
		all := find(obj.PodSpec(), obj.Ref())
		for _, c := range obj.Containers() {
			all = append(all, find(c.Value, c.Says())...)
		}
		return all
	},
}
