package operator

var priorityClass = Operator{
	Name:    "priority-class",
	Doc:     "Gives a priority class the priority of pods without a class, and lets its pods preempt others, or not.",
	Attacks: "Pods of the class preempt others.",
	Kinds:   []string{"PriorityClass"},
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: important}
value: 1000
`,
		Mutants: []string{
			`value of priorityclass "important" is 0 instead of 1000
-value: 1000
+value: 0
`,
		},
	},
	Find: func(obj *Object) []Change {
		return []Change{
			obj.Get("value").number(func(int) int { return 0 }, "value of "+obj.Ref(), ""),
			obj.Get("preemptionPolicy").flipped("Never", "PreemptLowerPriority", "preemptionPolicy of "+obj.Ref()),
			obj.Get("globalDefault").turned("globalDefault of " + obj.Ref()),
		}
	},
}
