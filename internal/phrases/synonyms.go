package phrases

import (
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/kinds"
)

// Synonyms maps search words to the words of steps: kinds by any of their names, kubectl verbs, and other words for events. All
// are in lower case.
func Synonyms() map[string][]string {
	all := map[string][]string{}
	for _, pair := range strings.Split(meanings, "\n") {
		words, mean, found := strings.Cut(pair, ":")
		if !found {
			continue
		}
		for _, word := range strings.Fields(words) {
			all[word] = append(all[word], list(mean)...)
		}
	}
	for _, k := range slices.Concat(kinds.PodOwners, kinds.Others) {
		for _, name := range append(strings.Fields(k.Short), k.Singular, k.Plural) {
			all[name] = append(all[name], "{kind} {name}", "{kind} labelled")
			if slices.Contains(kinds.PodOwners, k) {
				all[name] = append(all[name], "{pod-owner}")
			}
		}
	}
	return all
}

// list returns the comma-separated meanings.
func list(text string) []string {
	var all []string
	for _, one := range strings.Split(text, ",") {
		all = append(all, strings.TrimSpace(one))
	}
	return all
}

// meanings has, in each line, words and after the colon what to search for instead.
const meanings = `kubectl: is applied, is deleted, is scaled, is run in, exists
wait sleep pause timeout eventually: [within, for …
apply create deploy install: is applied
delete remove kill destroy: is deleted
scale replicas: is scaled, replica
exec shell command sh bash: {command}
local script kubectl helm: on this machine
curl wget http request: answers http, gets http, requests
logs output stdout print: log of, prints
crash crashes crashloop restart restarts: restarted, crashloopbackoff, terminated
oom memory: terminated with reason, {status}
image pull: {status}, {code}
healthy up alive available started: is ready, is running
gone absent missing removed: does not exist
equal equals value field jsonpath spec: at {jsonpath}, matches:
cel expression condition: {expression}, {list-expression}
label selector: labelled
stop shutdown reboot poweroff outage: powered off, frozen
evict maintenance: drained, cordoned
toleration tolerate: taint
affinity schedule scheduled placement: on node, different node
dns connect reach network tcp port: tcp connections, requests
why cause diagnose explain: the reason
count number many: there is/are, replica
always invariant during: throughout
update rollout rolling upgrade: rolled out, are replaced
ingress lb loadbalancer: external address
probe health: liveness, is ready, grpc health`
