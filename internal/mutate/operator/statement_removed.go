package operator

import (
	"fmt"
	"regexp"
	"strings"
)

var statementRemoved = Operator{
	Name:    "statement-removed",
	Doc:     "Removes one statement from the script that a container passes to a shell.",
	Attacks: "Each part of the script does something that is checked.",
	Kinds:   withPods,
	Weight:  55,
	Example: Example{
		Manifest: `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: busybox
      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok; sleep 600"]
`,
		Mutants: []string{
			`script of container "web" lacks: touch /tmp/ok
-      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok; sleep 600"]
+      command: [sh, -c, "sleep 30; rm /tmp/ok; sleep 600"]
`,
			`script of container "web" lacks: sleep 30
-      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok; sleep 600"]
+      command: [sh, -c, "touch /tmp/ok; rm /tmp/ok; sleep 600"]
`,
			`script of container "web" lacks: rm /tmp/ok
-      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok; sleep 600"]
+      command: [sh, -c, "touch /tmp/ok; sleep 30; sleep 600"]
`,
			`script of container "web" lacks: sleep 600
-      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok; sleep 600"]
+      command: [sh, -c, "touch /tmp/ok; sleep 30; rm /tmp/ok"]
`,
		},
	},
	Find: inContainers(func(c Container) []Change {
		script, parts := c.script(), c.statements()
		var all []Change
		for i, part := range parts {
			left := strings.Join(parts[:i], "") + strings.Join(parts[i+1:], "")
			left = strings.TrimRight(left, " ;&\n")
			all = append(all, script.Becomes(left, fmt.Sprintf("script of %s lacks: %s", c.Says(), strings.Trim(part, " ;&\n")), ""))
		}
		return all
	}),
}

// maxStatements is up to how many statements a script is considered: most statements of a longer one are not what the pod is
// about.
const maxStatements = 8

// statements returns the statements of the container's script, if any of them can be left out.
func (c Container) statements() []string {
	script := c.script()
	if !script.IsText() {
		return nil
	}
	parts := statements(script.Text())
	if len(parts) < 2 || len(parts) > maxStatements {
		return nil
	}
	return parts
}

// compound matches scripts of which no part can be left out.
var compound = regexp.MustCompile(`\b(while|for|until|if|case|function|trap)\b|<<|\(\)|\$\(|` + "`")

// statements returns the statements of a script, each with its separator; none if the script has loops and the like.
func statements(script string) []string {
	if compound.MatchString(script) {
		return nil
	}
	var parts []string
	begin, depth, quoted := 0, 0, byte(0)
	for i := 0; i < len(script); i++ {
		switch c := script[i]; {
		case c == '\\':
			i++
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '\'' || c == '"':
			quoted = c
		case c == '(' || c == '{':
			depth++
		case c == ')' || c == '}':
			depth--
		case depth == 0 && separates(script, i):
			for i+1 < len(script) && strings.IndexByte(" ;&\n", script[i+1]) >= 0 {
				i++
			}
			parts, begin = append(parts, script[begin:i+1]), i+1
		}
	}
	if strings.TrimSpace(script[begin:]) != "" {
		parts = append(parts, script[begin:])
	}
	return parts
}

// separates reports whether a statement ends at a position of a script. The & in 2>&1 ends none.
func separates(script string, i int) bool {
	switch script[i] {
	case ';', '\n':
		return true
	case '&':
		return i+1 < len(script) && strings.IndexByte(" &\n", script[i+1]) >= 0 && (i == 0 || script[i-1] != '>')
	}
	return false
}
