package phrases

import (
	"strings"

	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
)

// Words returns what {word} matches in the phrases below.
func Words() map[string]string {
	return map[string]string{
		"name":     `"[^"]+"|[\w.-]+`,
		"text":     `"[^"]*"|[^\s"]+`,
		"kind":     `[a-z][\w.-]*`,
		"workload": `deployments?|deploy|statefulsets?|sts|daemonsets?|ds|replicasets?|rs`,
		"claim":    `pvc|persistentvolumeclaim|pv|persistentvolume`,
		"count":    `\d+`,
		"status":   `"?(?-i:(?:Init:)?(?:` + strings.Join(placeholder.Statuses, "|") + `)|Init:\d+/\d+)"?`,
		"well": `ready|up|up and running|up & running|healthy|running|runs|alive|live|available|deployed|complete|completed|` +
			`finished|done|updated|started|stable|ok|okay|fine|good|working|works|online|active|green|rolled out`,
		"done":    `complete|completes|completed|done|finished|finishes|succeeded|succeeds|successful|ok|over|ended`,
		"failed":  `failed|fails|failing|broken|unsuccessful|errored|in error|error`,
		"gone":    `gone|deleted|removed|absent|missing|destroyed|terminated|away|cleaned up|not there|not present|not found|not existing|no longer there`,
		"there":   `there|present|created|existing|found|exist|defined`,
		"down":    `down|dead|off|offline|failed|lost|unreachable|unavailable|broken|gone|unhealthy|stopped|shut down`,
		"crashes": `crashes|crashing|crashed|crash ?looping|crash-looping|restarting|flapping`,
		"answers": `reachable|accessible|responding|responds|working|works|up|ok|healthy|running|ready|answering|answers|available|alive|live|online`,
		"rest":    `.*`,
		"nowait":  `wait|waits|sleep|sleeps|pause|pauses`,
		"call":    "(?:(?:run|runs|execute|executes|call|calls|command)s? )?[\"']?",
	}
}

// All returns all phrases, by subject; the first match counts.
func All() []step.Phrase {
	var all []step.Phrase
	for _, list := range [][]step.Phrase{
		waitPhrases(), kubectlPhrases(), actPhrases(), podPhrases(), workloadPhrases(), servicePhrases(), nodePhrases(), objectPhrases(),
	} {
		all = append(all, list...)
	}
	return all
}

const waiting = "steps wait by themselves: end them with within 30s, or with for 10s when it must stay so"

func waitPhrases() []step.Phrase {
	return []step.Phrase{
		{Says: `{nowait}(?: for| until| till)?(?: up to)? \d+ ?\w*`, Advice: waiting},
		{Says: `{nowait} (?:until|till|for) {step}`, Advice: waiting},
		{Says: `(?:wait|sleep)\b{rest}`, Advice: waiting},
	}
}

func podPhrases() []step.Phrase {
	const (
		then    = step.RoleThen
		restart = `container "app" of pod "{name}" has restarted `
	)
	return []step.Phrase{
		{Role: then, Says: `pod {name} (?:is |has )?{crashes}`, Means: []string{`pod "{name}" is CrashLoopBackOff`}},
		{Role: then, Says: `pod {name} (?:is |has )?{failed}`, Means: []string{`pod "{name}" is Error`, `pod "{name}" is CrashLoopBackOff`}},
		{Role: then, Says: `pod {name} (?:is |has )?{done}`, Means: []string{`pod "{name}" is Completed`}},
		{Says: `pod {name} (?:is )?(?:running|runs)`, Means: []string{`pod "{name}" is Running`}},
		{Says: `pod {name} (?:is )?ready`, Means: []string{`pod "{name}" is ready`}},
		{Says: `pod {name} (?:is )?{well}`, Means: []string{`pod "{name}" is ready`, `pod "{name}" is Running`}},
		{Says: `pod {name}(?:'s)? (?:is in |has |is )?(?:status|state|phase)(?: is| of)? {status}`, Means: []string{`pod "{name}" is {status}`}},
		{Says: `(?:status|state|phase) of pod {name} is {status}`, Means: []string{`pod "{name}" is {status}`}},
		{Says: `pod {name} is {status}(?: (?:status|state|phase))?`, Means: []string{`pod "{name}" is {status}`}},
		{Says: `pod {name} (?:(?:has )?restarted|restarts) {count} times?`, Means: []string{restart + `{count} times`}},
		{Says: `pod {name} has {count} restarts?`, Means: []string{restart + `{count} times`}},
		{Says: `pod {name} (?:has|was|is)? ?(?:restarted|restarts)`, Means: []string{restart + `at least 1 time`}},
		{Says: `pod {name} (?:does not restart|has not restarted|never restarts|never restarted|is not restarted|has no restarts?)`,
			Means: []string{`throughout, no pod restarts`, restart + `0 times`}},
		{Says: `(?:all|every|each) pods?(?: of| in)? {workload} {name} is {well}`, Means: []string{`{workload} "{name}" is rolled out`}},
		{Says: `(?:all |every |each |both |these |those )?pods? is {well}:?`, Means: []string{`deployment "web" is rolled out`, `there are 3 pods labelled "app=web"`},
			Advice: "name what is meant: a pod, what owns it, or a label"},
		{Says: `(?:pod {name}(?:'s)? )?logs?(?: of pod {name2})? (?:contains?|has|shows?|prints?) {text}`,
			Means: []string{`the log of container "app" of pod "{name}{name2}" contains "{text}"`}},
		{Says: `pod {name} (?:has|uses|runs) image {text}`, Means: []string{`pod "{name}" has "{text}" at "{.spec.containers[0].image}"`}},
	}
}

func workloadPhrases() []step.Phrase {
	return []step.Phrase{
		{Says: `{workload} {name} has {count} (?:(?:running|available|ready|healthy) )?(?:pods?|replicas?|instances?)(?: (?:running|available|ready|up))?`,
			Means: []string{`{workload} "{name}" has {count} ready replicas`}},
		{Says: `{count} (?:(?:running|available|ready|healthy) )?(?:pods?|replicas?|instances?) of {workload} {name} is {well}`,
			Means: []string{`{workload} "{name}" has {count} ready replicas`}},
		{Role: step.RoleThen, Says: `{workload} {name} (?:is |has )?(?:{failed}|{crashes})`,
			Means: []string{`{workload} "{name}" has 0 ready replicas`, `the reason of {workload} "{name}" is POD_CRASH_LOOP`}},
		{Says: `{workload} {name} (?:is |has )?(?:finished rolling out|{well}|{done})`, Means: []string{`{workload} "{name}" is rolled out`}},
		{Says: `jobs? {name} (?:is |has )?{failed}`, Means: []string{`job "{name}" has failed with reason "BackoffLimitExceeded"`, `job "{name}" has the condition "Failed"`}},
		{Says: `jobs? {name} (?:is |has )?(?:{done}|{well})`, Means: []string{`job "{name}" is complete`}},
	}
}

func servicePhrases() []step.Phrase {
	const (
		port  = `on its node port of every node`
		whole = `service "{name}" answers HTTP 200 with "Welcome" ` + port
	)
	return []step.Phrase{
		{Says: `(?:service|svc) {name} is not {answers}`, Means: []string{`service "{name}" has 0 ready endpoints`, `service "{name}" does not answer on its node port of node "worker"`}},
		{Says: `(?:service|svc) {name} (?:is )?{answers}`, Means: []string{`service "{name}" has 1 ready endpoint`, whole}},
		{Says: `(?:service|svc) {name} (?:returns|answers|responds|gives)(?: with)?(?: HTTP| status| code)* {count}(?: OK)?`,
			Means: []string{`service "{name}" answers HTTP {count} with "Welcome" ` + port}},
		{Says: `(?:service|svc) {name} has (?:no|0) endpoints?`, Means: []string{`service "{name}" has 0 ready endpoints`}},
		{Says: `(?:service|svc) {name} has {count} endpoints?`, Means: []string{`service "{name}" has {count} ready endpoints`}},
		{Says: `(?:service|svc) {name} has endpoints?`, Means: []string{`service "{name}" has 1 ready endpoint`}},
	}
}

func nodePhrases() []step.Phrase {
	off, on := `node "{name}" is powered off`, `node "{name}" is powered on`
	return []step.Phrase{
		{Role: step.RoleThen, Says: `node {name} (?:is |goes )?(?:{down}|not {well})`, Means: []string{`node "{name}" is not ready`}},
		{Says: `node {name} (?:is )?{well}`, Means: []string{`node "{name}" is ready`}},
		{Role: step.RoleWhen, Says: `node {name} (?:is |goes )?(?:{down}|fails|dies|crashes|killed|powered down|turned off|switched off)`, Means: []string{off}},
		{Role: step.RoleWhen, Says: `(?:stop|kill|shut down|power off|turn off)s? node {name}`, Means: []string{off}},
		{Role: step.RoleWhen, Says: `node {name} is (?:restarted|rebooted)|(?:reboot|restart)s? node {name2}`, Means: []string{
			`node "{name}{name2}" is powered off`, `node "{name}{name2}" is powered on`}},
		{Role: step.RoleWhen, Says: `(?:start|power on|turn on)s? node {name}|node {name2} is (?:started|turned on|switched on|back)`, Means: []string{on}},
		{Role: step.RoleWhen, Says: `(?:drain)s? node {name}`, Means: []string{`node "{name}" is drained`}},
		{Role: step.RoleWhen, Says: `(?:cordon)s? node {name}`, Means: []string{`node "{name}" is cordoned`}},
	}
}
