package operator

var commandRemoved = Operator{
	Name:    "command-removed",
	Doc:     "Removes the command and the arguments of a container, so that it runs its image's own, unless statement-removed handles them.",
	Attacks: "What the container does is checked.",
	Kinds:   withPods,
	Weight:  60,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: busybox
      command: [sleep]
      args: ["3600"]
`,
		Mutants: []string{
			`command of container "web" removed
-      command: [sleep]
-      args: ["3600"]
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		command, args := c.Get("command"), c.Get("args")
		if len(c.statements()) > 0 {
			return nil
		}
		if !command.Exists() {
			return []Change{args.Removed("arguments of "+c.Says()+" removed", c.runs())}
		}
		change := command.Removed("command of "+c.Says()+" removed", c.runs())
		if args.Exists() {
			change = change.with(args.Remove())
		}
		return []Change{change}
	}),
}
