package phrases

import "github.com/gherkind/gherkind/steps/step"

// apply suggests both ways to create objects in the cluster.
const (
	applyFile = `the manifest "web.yaml" is applied`
	applyText = `this manifest is applied:`
)

// kubectlPhrases match command lines.
func kubectlPhrases() []step.Phrase {
	const kubectl = `{call}kubectl `
	return []step.Phrase{
		{Says: kubectl + `(?:apply|create|replace) (?:--?f(?:ilename)?[ =])?"?{text}"?`, Means: []string{`the manifest "{text}" is applied`}},
		{Says: kubectl + `delete --?f(?:ilename)?[ =]"?{text}"?`, Means: []string{`deployment "web" is deleted`}, Advice: "objects are deleted one by one, by kind and name"},
		{Says: kubectl + `delete {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" is deleted`}},
		{Says: kubectl + `scale {kind}[ /]{name} --replicas[ =]{count}{rest}`, Means: []string{`{kind} "{name}" is scaled to {count} replicas`}},
		{Says: kubectl + `rollout restart {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" is restarted`, `the pods of {kind} "{name}" are replaced`}},
		{Says: kubectl + `rollout undo {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" is rolled back`}},
		{Says: kubectl + `set image {kind}[ /]{name} {text}=[^ ]+`, Means: []string{`the image of container "{text}" of {kind} "{name}" is set to "nginx"`}},
		{Says: kubectl + `patch {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" is patched with:`}, Advice: "with the patch, as YAML, in the doc string below it"},
		{Says: kubectl + `rollout status {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" is rolled out`}},
		{Says: kubectl + `(?:cordon) {name}{rest}`, Means: []string{`node "{name}" is cordoned`}},
		{Says: kubectl + `(?:uncordon) {name}{rest}`, Means: []string{`node "{name}" is uncordoned`}},
		{Says: kubectl + `(?:drain) {name}{rest}`, Means: []string{`node "{name}" is drained`}},
		{Says: kubectl + `label nodes? {name} {text}{rest}`, Means: []string{`node "{name}" is labelled "{text}"`}},
		{Says: kubectl + `taint nodes? {name} {text}{rest}`, Means: []string{`node "{name}" is tainted "{text}"`}},
		{Says: kubectl + `logs?{rest}`, Means: []string{`the log of container "app" of pod "web" contains "listening"`}},
		{Says: kubectl + `exec (?:-it? |-t )?(?:pod/)?{name} (?:-it? )?-- {rest}`, Means: []string{`running "{rest}" in pod "{name}" exits with 0`, `"{rest}" is run in pod "{name}"`}},
		{Says: kubectl + `port-forward{rest}`, Means: []string{`pod "web" answers HTTP 200 with "Welcome" at ":80/" through a port-forward`}},
		{Says: kubectl + `wait{rest}`, Means: []string{`deployment "web" has the condition "Available" within 30s`}, Advice: waiting},
		{Says: kubectl + `(?:get|describe) {kind}[ /]{name}{rest}`, Means: []string{`{kind} "{name}" exists`, `{kind} "{name}" has "3" at "{.status.readyReplicas}"`}},
		{Says: kubectl + `(?:get|describe) {kind}`, Means: []string{`there are 3 {kind} labelled "app=web"`}},
		{Says: `{call}kubectl{rest}`, Advice: `steps talk to the cluster themselves, without kubectl: "gherkind steps WORD" finds the one for it`},
	}
}

// actPhrases match actions on objects.
func actPhrases() []step.Phrase {
	return []step.Phrase{
		{Says: `(?:apply|applies|create|creates|deploy|deploys|install|installs|use) (?:manifest |file )?{text}`, Means: []string{`the manifest "{text}" is applied`}},
		{Says: `(?:manifest |file ){text} is (?:created|deployed|installed|used|loaded)`, Means: []string{`the manifest "{text}" is applied`, `the objects of manifest "{text}" are created`}},
		{Says: `{text} is applied`, Means: []string{`the manifest "{text}" is applied`}},
		{Says: `(?:create|creates|deploy|deploys|start|starts|there is|given|have|has)? ?(?:running )?(?:pod|service|configmap|secret|job|{workload})(?: with name)? {name}(?: (?:is )?(?:created|deployed|started|installed))?:?`,
			Role: step.RoleWhen, Means: []string{applyText, applyFile}},
		{Says: `(?:there is |have |has )?(?:running )?(?:pod|service|configmap|secret|job|{workload})(?: with name)? {name}(?: is (?:created|deployed|started|installed))?:?`,
			Role: step.RoleGiven, Means: []string{applyText, applyFile}},
		{Says: `(?:delete|remove|kill|destroy)s? {kind} {name}`, Means: []string{`{kind} "{name}" is deleted`}},
		{Role: step.RoleWhen, Says: `{kind} {name} is (?:removed|killed|destroyed|terminated|gone)`, Means: []string{`{kind} "{name}" is deleted`}},
		{Says: `scale[sd]? {workload} {name} to {count}(?: replicas?| pods?)?`, Means: []string{`{workload} "{name}" is scaled to {count} replicas`}},
		{Says: `{workload} {name} (?:is scaled|scales)(?: up| down)? to {count}(?: pods?| instances?)?`, Means: []string{`{workload} "{name}" is scaled to {count} replicas`}},
		{Says: `restart[s]? {workload} {name}`, Means: []string{`{workload} "{name}" is restarted`, `the pods of {workload} "{name}" are replaced`}},
		{Role: step.RoleWhen, Says: `{kind} {name} is (?:patched|edited|updated|changed)`, Means: []string{`{kind} "{name}" is patched with:`, applyFile, applyText},
			Advice: "give what changes, as YAML, in the doc string below it"},
		{Role: step.RoleWhen, Says: `{kind} {name} is upgraded`, Means: []string{applyFile, applyText},
			Advice: "apply the object again, with the changes"},
	}
}

// objectPhrases match checks of any kind.
func objectPhrases() []step.Phrase {
	const then = step.RoleThen
	return []step.Phrase{
		{Says: `{claim} {name} (?:is )?bound`, Means: []string{`{claim} "{name}" has "Bound" at "{.status.phase}"`}},
		{Says: `{claim} {name} (?:is )?(?:pending|unbound|not bound)`, Means: []string{`{claim} "{name}" has "Pending" at "{.status.phase}"`}},
		{Says: `there is no {kind} {name}|no {kind2} {name2} exists?`, Means: []string{`{kind}{kind2} "{name}{name2}" does not exist`}},
		{Says: `there is {kind} {name}`, Means: []string{`{kind} "{name}" exists`}},
		{Says: `(?:there is |exactly |has )?{count} {kind}(?: exists?| (?:is )?{well})?`, Means: []string{`there are {count} {kind} labelled "app=web"`}},
		{Role: then, Says: `{kind} {name} (?:is )?(?:{gone}|not exist|does not exists?)`, Means: []string{`{kind} "{name}" does not exist`}},
		{Role: then, Says: `{kind} {name} (?:is )?{there}`, Means: []string{`{kind} "{name}" exists`}},
		{Says: `{kind} {name} has event {text}|event {text2} (?:is recorded |occurs )?(?:for|of|on|about) {kind2} {name2}`,
			Means: []string{`{kind}{kind2} "{name}{name2}" has the event "{text}{text2}" saying "Back-off"`}},
		{Says: `{kind} {name} has label {text}`, Means: []string{`{kind} "{name}" matches:`}, Advice: "with metadata: {labels: {app: web}} in the doc string below it"},
		{Role: then, Says: `{kind} {name} (?:is |has )?{failed}`, Means: []string{`{kind} "{name}" has the condition "Failed"`, `the reason of {kind} "{name}" is POD_IMAGE_PULL`}},
		{Role: then, Says: `{kind} {name} (?:is |has )?{well}`, Means: []string{`{kind} "{name}" has the condition "Ready"`, `{kind} "{name}" exists`}},
	}
}
