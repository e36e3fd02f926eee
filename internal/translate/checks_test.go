package translate

import (
	"errors"
	"strings"
	"testing"
)

// TestLists: the tools compare the number and the order of the items of a list, and so does the translation.
func TestLists(t *testing.T) {
	assertion := func(rest string) map[string]string {
		return map[string]string{"t/00-assert.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n" + rest}
	}
	for name, c := range map[string]struct {
		rest  string
		lines []string
	}{
		"one item":         {"spec: {containers: [{image: nginx}]}", []string{`pod "web" matches:`, `And pod "web" satisfies "size(object.spec.containers) == 1"`}},
		"none":             {"spec: {containers: []}", []string{`satisfies "size(object.spec.containers) == 0"`}},
		"names":            {"spec: {containers: [{name: a, image: x}, {name: b}]}", []string{`satisfies "size(object.spec.containers) == 2 && object.spec.containers[0].name == 'a' && object.spec.containers[1].name == 'b'"`}},
		"other fields":     {"spec: {x: [{image: q, port: 80}, {image: r, on: true}]}", []string{`size(object.spec.x) == 2 && object.spec.x[0].port == 80 && object.spec.x[1].on == true`}},
		"texts":            {"spec: {args: [a, '2', 3]}", []string{`size(object.spec.args) == 3 && object.spec.args[0] == 'a' && object.spec.args[1] == '2' && object.spec.args[2] == 3`}},
		"lists in lists":   {"spec: {c: [{name: a, ports: [{port: 1}]}]}", []string{`"size(object.spec.c) == 1"`, `"size(object.spec.c[0].ports) == 1"`}},
		"no simple field":  {"spec: {x: [{a: {b: 1}}, {a: {b: 2}}]}", []string{`"size(object.spec.x) == 2"`, "00-assert.yaml:4: the order of a list: its items have no fields"}},
		"special names":    {"metadata: {name: web, annotations: {}}\nspec: {a-b: {in: [1]}}", []string{`"has(object.metadata.annotations)"`, `"size(object.spec['a-b']['in']) == 1"`}},
		"quotes in a text": {`spec: {x: ["it's", b]}`, []string{`"size(object.spec.x) == 2"`, "the order of a list"}},
		"a hex number":     {`spec: {x: [0x10, 1]}`, []string{`"size(object.spec.x) == 2"`, "the order of a list"}},
		"an empty map":     {"spec: {volumes: [{emptyDir: {}}]}", []string{`"size(object.spec.volumes) == 1"`, `"has(object.spec.volumes[0].emptyDir)"`}},
	} {
		t.Run(name, func(t *testing.T) {
			if rest, own := strings.CutPrefix(c.rest, "metadata:"); own {
				says(t, KUTTL, map[string]string{"t/00-assert.yaml": "apiVersion: v1\nkind: Pod\nmetadata:" + rest}, c.lines...)
				return
			}
			says(t, KUTTL, assertion(c.rest), c.lines...)
		})
	}
	says(t, KUTTL, map[string]string{"t/00-errors.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {x: [1]}\n"}, `pod "web" does not match:`, "!satisfies")
}

// TestExpressionsOfKUTTL: conditions in CEL about one object become steps, and all others are listed.
func TestExpressionsOfKUTTL(t *testing.T) {
	const two = "resourceRefs:\n- {apiVersion: apps/v1, kind: Deployment, name: web, ref: dep}\n- {apiVersion: v1, kind: Pod, name: db, ref: pod}\n"
	for name, c := range map[string]struct {
		text  string
		lines []string
	}{
		"all": {two + "assertAll:\n- celExpr: dep.status.readyReplicas == dep.spec.replicas && 'dep.' != dep.metadata.name\n- celExpr: pod.status.phase == \"Running\"\n", []string{
			`deployment "web" satisfies "object.status.readyReplicas == object.spec.replicas && 'dep.' != object.metadata.name" within 9s`,
			`pod "db" satisfies "object.status.phase == \"Running\"" within 9s`, "!exists", "!resourceRefs", "!celExpr"}},
		"any":                       {two + "assertAny: [{celExpr: has(dep.spec.a)}, {celExpr: 'dep.spec.b.all(x, x > 1)'}]\n", []string{`deployment "web" satisfies "(has(object.spec.a)) || (object.spec.b.all(x, x > 1))"`, `pod "db" exists within 9s`}},
		"two objects":               {two + "assertAll: [{celExpr: dep.spec.replicas == pod.spec.x}]\n", []string{"the expression dep.spec.replicas == pod.spec.x: it is about none or several of the objects", `deployment "web" exists`, `pod "db" exists`}},
		"none":                      {two + "assertAll: [{celExpr: 'true'}]\n", []string{"the expression true: it is about none or several"}},
		"always true":               {two + "assertAll: [{celExpr: dep == dep || true}]\n", []string{"it is true whatever the object: write"}},
		"not CEL":                   {two + "assertAll: [{celExpr: 'dep. ='}]\n", []string{"the expression dep. =: it is not CEL: Syntax error"}},
		"the name is taken":         {two + "assertAll: [{celExpr: 'dep.x.all(object, object == 1)'}]\n", []string{"it already uses the name object"}},
		"comments":                  {two + "assertAll:\n- celExpr: |\n    dep.x == 1 // one\n    && dep.y == 2\n", []string{"it has comments"}},
		"two lines":                 {two + "assertAll:\n- celExpr: |\n    dep.x == 1\n    && dep.y == 2\n", []string{`satisfies "object.x == 1 && object.y == 2"`}},
		"quotes and escapes":        {two + "assertAll:\n- celExpr: dep.x == \"a\\\\n\"\n", []string{"it has both double quotes and backslashes"}},
		"no name":                   {"resourceRefs: [{apiVersion: v1, kind: Pod, ref: p}]\nassertAll: [{celExpr: p.x == 1}]\n", []string{"it names no object", "a reference"}},
		"another namespace":         {"resourceRefs: [{apiVersion: v1, kind: Pod, name: a, namespace: kube-system, ref: p}]\nassertAll: [{celExpr: p.x == 1}]\n", []string{"it is in a namespace in which the test makes nothing"}},
		"a field that is called so": {two + "assertAll: [{celExpr: dep.dep.pod == 1}]\n", []string{`satisfies "object.dep.pod == 1"`}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, KUTTL, map[string]string{"t/00-assert.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestAssert\ntimeout: 9\n" + c.text}, c.lines...)
		})
	}
}

// TestExpressionsOfChainsaw: no expression is written literally, whatever the operation.
func TestExpressionsOfChainsaw(t *testing.T) {
	for name, c := range map[string]struct{ operation, want string }{
		"the name of what is awaited": {"wait: {apiVersion: v1, kind: Pod, name: ($pod), for: {deletion: {}}}", "an operation with ($pod): an expression"},
		"its namespace":               {"wait: {apiVersion: v1, kind: Pod, name: web, namespace: ($namespace), for: {deletion: {}}}", `pod "web" does not exist`},
		"what is awaited":             {"wait: {apiVersion: v1, kind: Pod, name: web, for: {condition: {name: \"(join('a', 'b'))\"}}}", "an operation with (join('a', 'b'))"},
		"what is deleted":             {"delete: {ref: {apiVersion: v1, kind: Pod, name: ($pod)}}", "an operation with ($pod)"},
		"a file":                      {"apply: {file: \"(concat('a', 'b'))\"}", "an operation with (concat('a', 'b'))"},
		"a text that is escaped":      {`apply: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '\(y)\'}}}`, `a manifest with \(y)\: an expression`},
		"a creation":                  {"wait: {apiVersion: v1, kind: Pod, name: web, for: {creation: {}}}", `Then pod "web" exists`},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, Chainsaw, map[string]string{"chainsaw-test.yaml": chainsawTest("    - " + c.operation + "\n")}, c.want)
		})
	}
}

// TestTextsOfKUTTL: texts in parentheses mean nothing there.
func TestTextsOfKUTTL(t *testing.T) {
	says(t, KUTTL, map[string]string{"t/00-assert.yaml": cm + "data: {x: (none), y: ($namespace)}\n"}, `configmap "a" matches:`, "data: {x: (none), y: ($namespace)}")
}

// TestCommands: what a shell runs in the same way becomes a step, and all else is listed.
func TestCommands(t *testing.T) {
	for name, c := range map[string]struct{ operation, want string }{
		"a script":                  {`script: {content: "kubectl get pods | grep \"web\" \\\\ "}`, `Given the command "kubectl get pods | grep \"web\" \\\\" is run on this machine`},
		"a command":                 {`command: {entrypoint: kubectl, args: [get, pod, "a b", "it's", "-n", $NAMESPACE, "x=${NAMESPACE} y"]}`, `the command "kubectl get pod 'a b' 'it'\\''s' -n $NAMESPACE \"x=${NAMESPACE} y\"" is run`},
		"a variable":                {"command: {entrypoint: echo, args: [$HOME]}", "the command echo $HOME (a variable): search for a step"},
		"a check":                   {"script: {content: make, check: {($error): null}}", "the command make (check)"},
		"the environment":           {"script: {content: make, env: [{name: A, value: b}]}", "the command make (env)"},
		"outputs":                   {"script: {content: make, outputs: [{name: a, value: ($stdout)}]}", "the command make (outputs)"},
		"another shell":             {"script: {content: make, shell: bash}", "the command make (shell)"},
		"sh":                        {"script: {content: make, shell: sh, skipLogOutput: true}", `the command "make" is run on this machine`},
		"several lines":             {`script: {content: "make\nmake test"}`, "the command make …: search"},
		"nothing":                   {"script: {content: ''}", "a command: it is empty"},
		"a time limit":              {"script: {content: make, timeout: 5s}", "yaml:7: timeout: the time limit of an action is `action-timeout`"},
		"the namespace of gherkind": {"script: {content: 'echo $(namespace:)'}", "the command echo $(namespace:): search"},
		"a file of the test":        {"script: {content: kubectl apply -f chainsaw-test.yaml}", "e2e && kubectl apply -f chainsaw-test.yaml\" is run"},
		"a path":                    {"script: {content: ../run.sh}", "e2e && ../run.sh\" is run"},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, Chainsaw, map[string]string{"chainsaw-test.yaml": chainsawTest("    - " + c.operation + "\n")}, c.want)
		})
	}
}

// TestCommandsOfKUTTL: the same for its commands, which no shell reads either.
func TestCommandsOfKUTTL(t *testing.T) {
	for name, c := range map[string]struct{ command, want string }{
		"words":              {`command: kubectl get pod "a b" 'c'`, `the command "kubectl get pod 'a b' c" is run on this machine`},
		"in a namespace":     {"command: kubectl get pods, namespaced: true", `the command "kubectl get pods --namespace $NAMESPACE" is run`},
		"in another":         {"command: kubectl get pods -n x, namespaced: true", `the command "kubectl get pods -n x" is run`},
		"what a shell reads": {"command: echo a > b", `the command "echo a '>' b" is run`},
		"a script":           {"script: echo $NAMESPACE > /dev/null", `the command "echo $NAMESPACE > /dev/null" is run`},
		"a variable":         {"command: echo $HOME", "the command echo $HOME (a variable)"},
		"failures":           {"command: make, ignoreFailure: true", "the command make (ignoreFailure)"},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, KUTTL, map[string]string{"t/00-run.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestStep\ncommands: [{" + c.command + "}]\n"}, c.want)
		})
	}
	says(t, KUTTL, map[string]string{"t/00-assert.yaml": "apiVersion: kuttl.dev/v1beta1\nkind: TestAssert\ntimeout: 5\ncommands: [{script: test -e x}]\n"},
		`Then running "test -e x" on this machine exits with 0 within 5s`)
}

// TestDeletions: what a deletion has removed does not exist afterwards, and can be applied again.
func TestDeletions(t *testing.T) {
	const object = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {app: web}}, data: {x: y}}"
	apply, failure := "    - apply: {resource: "+object+"}\n", "    - error: {resource: "+object+"}\n"
	pod := func(rest string) string { return "{apiVersion: v1, kind: Pod, " + rest + "}" }
	for name, c := range map[string]struct {
		operations string
		lines      []string
	}{
		"by labels": {apply + "    - delete: {ref: {apiVersion: v1, kind: ConfigMap, labels: {app: web}}}\n" + failure + apply, []string{
			"apply-a.yaml\" is applied", `every configmap labelled "app=web" is deleted`, `configmap "a" does not exist`, `configmap "a" does not exist`, "apply-a-2.yaml\" is applied", "!patched", "!does not match"}},
		"by kind": {apply + "    - delete: {ref: {apiVersion: v1, kind: ConfigMap}}\n" + failure, []string{
			`configmap "a" is deleted`, "the deletion of every configmap: only those are deleted that the test has applied", `configmap "a" does not exist`, `configmap "a" does not exist`, "!does not match"}},
		"by other labels":        {apply + "    - delete: {ref: {apiVersion: v1, kind: ConfigMap, labels: {app: other}}}\n" + failure, []string{`the deletion of every configmap labelled "app=other": nothing in the test says`, `configmap "a" does not match:`}},
		"with its namespace":     {strings.Replace(apply, "name: a", "name: a, namespace: n", 1) + "    - apply: {resource: {apiVersion: v1, kind: Namespace, metadata: {name: n}}}\n    - delete: {ref: {apiVersion: v1, kind: Namespace, name: n}}\n" + strings.Replace(failure, "name: a", "name: a, namespace: n", 1), []string{`namespace "n" is deleted`, `configmap "n/a" does not exist`}},
		"in other namespaces":    {apply + strings.Replace(apply, "name: a", "name: a, namespace: n", 1) + "    - delete: {ref: {apiVersion: v1, kind: ConfigMap, labels: {app: web}}}\n", []string{"the scenario has such objects in other namespaces", "!is deleted"}},
		"never applied":          {"    - delete: {ref: " + pod("name: web") + "}\n", []string{`the deletion of pod "web": nothing in the test says that it exists`, "!Given"}},
		"found to exist":         {"    - assert: {resource: " + pod("metadata: {name: web}") + "}\n    - delete: {ref: " + pod("name: web") + "}\n", []string{`When pod "web" is deleted`, `pod "web" does not exist`}},
		"deleted before":         {apply + strings.Repeat("    - delete: {ref: {apiVersion: v1, kind: ConfigMap, name: a}}\n", 2), []string{`configmap "a" is deleted`, `the deletion of configmap "a": the scenario has deleted it before`}},
		"the pods of a workload": {"    - apply: {resource: {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {metadata: {labels: {app: web}}}}}}\n    - delete: {ref: " + pod("labels: {app: web}") + "}\n", []string{`every pod labelled "app=web" is deleted`, "!does not exist"}},
		"in a system namespace":  {"    - delete: {ref: " + pod("name: legacy-agent, namespace: kube-system") + "}\n", []string{`the deletion of pod "kube-system/legacy-agent": it is in a namespace in which the test makes nothing; put what must be there before into ` + "`setup:`"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, Chainsaw, map[string]string{"chainsaw-test.yaml": chainsawTest(c.operations)}, c.lines...)
		})
	}
}

// TestForeignNamespaces: objects in a namespace in which the test makes nothing are listed, whatever is done with them.
func TestForeignNamespaces(t *testing.T) {
	const resource = "{resource: {apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: kube-system}, spec: {x: 1}}}\n"
	for operation, want := range map[string]string{
		"assert: " + resource: `an assertion on pod "kube-system/agent"`, "error: " + resource: `an error on pod "kube-system/agent"`, "patch: " + resource: `a patch of pod "kube-system/agent"`,
		"wait: {apiVersion: v1, kind: Pod, name: agent, namespace: kube-system, for: {deletion: {}}}\n": `a wait for pod "kube-system/agent"`,
	} {
		says(t, Chainsaw, map[string]string{"chainsaw-test.yaml": chainsawTest("    - " + operation)}, want+": it is in a namespace in which the test makes nothing", "!Then")
	}
}

// TestListsOfObjects: the objects of a List are those of the document.
func TestListsOfObjects(t *testing.T) {
	const list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: n}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n"
	says(t, KUTTL, map[string]string{"t/00-install.yaml": list, "t/00-assert.yaml": list}, "is applied", `configmap "n/a" exists`, `secret "b" exists`, "!Not translated")
}

// TestAliases: what is written to a file of its own has no aliases of another file.
func TestAliases(t *testing.T) {
	says(t, KUTTL, map[string]string{"t/00-assert.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: &l {app: web}}\nspec:\n  <<: &more {x: 1}\n  selector: *l\n  y: {<<: [*l, *more], x: 2}\n"},
		"labels: {app: web}", "selector: {app: web}", "y: {x: 2, app: web}", "x: 1", "!&", "!*", "!<<")

	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for _, next := range []string{"b a", "c b", "d c", "e d", "f e", "g f", "h g"} {
		name, of, _ := strings.Cut(next, " ")
		bomb += name + ": &" + name + " [" + strings.Repeat("*"+of+", ", 9) + "*" + of + "]\n"
	}
	for name, text := range map[string]string{"itself": "a: &a {b: *a}\n", "too large": bomb} {
		if _, err := KUTTL(folder(t, map[string]string{"t/00-x.yaml": text})); !errors.Is(err, errAliases) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
