package operator

var spreadChanged = Operator{
	Name:    "spread-changed",
	Doc:     "Allows a skew that is larger by three in a topology spread constraint, or makes the constraint soft, or hard.",
	Attacks: "The pods are spread as evenly and as strictly as the constraint requires.",
	Kinds:   withPods,
	Weight:  50,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
  containers:
    - {name: web, image: nginx}
`,
		Mutants: []string{
			`maxSkew in pod "web" is 4 instead of 1
-    - maxSkew: 1
+    - maxSkew: 4
`,
			`whenUnsatisfiable in pod "web" is ScheduleAnyway instead of DoNotSchedule
-      whenUnsatisfiable: DoNotSchedule
+      whenUnsatisfiable: ScheduleAnyway
`,
		},
	},
	Find: func(obj *Object) []Change {
		var all []Change
		for _, rule := range obj.PodSpec().Get("topologySpreadConstraints").Items() {
			all = append(all,
				rule.Get("maxSkew").number(plus(3), "maxSkew in "+obj.Ref(), ""),
				rule.Get("whenUnsatisfiable").flipped("DoNotSchedule", "ScheduleAnyway", "whenUnsatisfiable in "+obj.Ref()))
		}
		return all
	},
}
