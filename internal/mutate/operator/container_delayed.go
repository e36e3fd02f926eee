package operator

import "fmt"

var containerDelayed = Operator{
	Name:    "container-delayed",
	Doc:     "Makes a container start with a sleep that is longer than its startup probe, or else its liveness probe, allows.",
	Attacks: "A container that starts slowly is distinguished from one that hangs.",
	Kinds:   withPods,
	Weight:  45,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: busybox
      command: [sh, -c, "touch /tmp/ok; sleep 60"]
      livenessProbe:
        exec: {command: [cat, /tmp/ok]}
        periodSeconds: 1
`,
		Mutants: []string{
			`container "web" starts 8 seconds later, which is longer than its probe allows
-      command: [sh, -c, "touch /tmp/ok; sleep 60"]
+      command: [sh, -c, "sleep 8; touch /tmp/ok; sleep 60"]
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		for _, kind := range []string{"startupProbe", "livenessProbe"} {
			if probe := c.Get(kind); probe.Exists() {
				return []Change{c.delayed(allowed(probe))}
			}
		}
		return nil
	}),
}

// allowed returns how many seconds a probe gives a container to start.
func allowed(probe Value) int {
	number := func(field string, otherwise int) int {
		if n, ok := probe.Get(field).Int(); ok {
			return n
		}
		return otherwise
	}
	return number("initialDelaySeconds", 0) + number("periodSeconds", 10)*number("failureThreshold", 3)
}

func (c Container) delayed(allowed int) Change {
	command := c.Get("command")
	says := fmt.Sprintf("%s starts %d seconds later, which is longer than its probe allows", c.Says(), allowed+5)
	assert := c.inPod("%s has restarted 0 times", c.ref())
	sleep := fmt.Sprintf("sleep %d; ", allowed+5)
	if script := c.script(); script.IsText() {
		return script.Becomes(sleep+script.Text(), says, assert)
	}
	words := []any{"sh", "-c", sleep + `exec "$0" "$@"`}
	for _, word := range command.Items() {
		words = append(words, word.Text())
	}
	return command.Becomes(words, says, assert)
}

// script returns the script that a container passes to a shell; a value that does not exist if there is none.
func (c Container) script() Value {
	for _, list := range []string{"command", "args"} {
		items := c.Get(list).Items()
		for i := 1; i < len(items); i++ {
			if items[i-1].Text() == "-c" {
				return items[i]
			}
		}
	}
	if args, command := c.Get("args").Items(), c.Get("command").Items(); len(args) > 0 && len(command) > 0 && command[len(command)-1].Text() == "-c" {
		return args[0]
	}
	return Value{}
}
