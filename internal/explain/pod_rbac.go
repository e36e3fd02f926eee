package explain

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// RBACDenied is a code; its meaning is in rbacDeniedDoc.
const RBACDenied = "RBAC_DENIED"

var rbacDeniedDoc = Code{
	Code:    RBACDenied,
	Meaning: "A program in the pod, or a workload's controller, requests something that no Role permits.",
	Example: `container "web" is refused by the API server: service account "default" of namespace "shop" may not list services in namespace "shop"`,
}

// forbidden matches the API server's answer to a request that no Role allows (responsewriters.ForbiddenMessage of
// k8s.io/apiserver), as client-go logs it: `User "USER" cannot VERB resource "RESOURCE" in API group "GROUP" in the namespace
// "NS"`.
var forbidden = regexp.MustCompile(`User \\?"([^"\\]+)\\?" cannot (\w+) (?:resource|path) \\?"([^"\\]+)\\?"` +
	`(?: in API group \\?"([^"\\]*)\\?")?(?: (at the cluster scope|in the namespace \\?"[^"\\]+\\?"))?`)

// denial is a parsed Forbidden answer.
type denial struct{ user, verb, resource, group, namespace string }

// anonymous is the user of requests without a token, or with an invalid one.
const anonymous = "system:anonymous"

// denialIn returns the last Forbidden answer in a text.
func denialIn(text string) (denial, bool) {
	all := denialsIn(text)
	if len(all) == 0 {
		return denial{}, false
	}
	return all[len(all)-1], true
}

// denialsIn returns the Forbidden answers in a text. Answers of other authorizers look the same; what a kubelet may not do is
// decided by the node authorizer, not by Roles, so those of nodes are left out.
func denialsIn(text string) []denial {
	var all []denial
	for _, m := range forbidden.FindAllStringSubmatch(text, -1) {
		if strings.HasPrefix(m[1], "system:node:") {
			continue
		}
		namespace := ""
		if rest, ok := strings.CutPrefix(m[5], "in the namespace "); ok {
			namespace = strings.Trim(rest, `\"`)
		}
		all = append(all, denial{m[1], m[2], m[3], m[4], namespace})
	}
	return all
}

// who names the user in plain words: `service account "default" of namespace "shop"`.
func (d denial) who() say.Text {
	if account, ok := strings.CutPrefix(d.user, "system:serviceaccount:"); ok {
		if namespace, name, ok := strings.Cut(account, ":"); ok {
			return say.Textf("service account %q of %s", quote(name), namespaceText(namespace))
		}
	}
	return say.Textf("user %q", quote(d.user))
}

func (d denial) what() say.Text {
	text := d.verb + " " + d.resource
	if d.group != "" {
		text += "." + d.group
	}
	if d.namespace != "" {
		return say.Textf("%s in %s", quote(text), namespaceText(d.namespace))
	}
	return say.Textf("%s in the whole cluster", quote(text))
}

func (d denial) hint(leaves bool) say.Text {
	if d.user == anonymous {
		return say.Textf("it sends no valid token: look at automountServiceAccountToken, and at how the program logs in")
	}
	role, bind := "ClusterRole", say.Literal("ClusterRoleBinding")
	check := fmt.Sprintf("kubectl auth can-i %s %s --as %s", d.verb, d.resource, d.user)
	if d.namespace != "" {
		role, bind = "Role", say.Textf("RoleBinding in %s", namespaceText(d.namespace))
		check += " -n " + d.namespace
	}
	hint := say.Textf("give it a %s with this verb and resource by a %s, or run it under another service account", role, bind)
	if leaves {
		return hint
	}
	return say.Textf("%s: %s", hint, quoteless(check))
}

// podRBACDenied reports a container that is not well and whose last log lines say that the API server refused a request. What a
// ready container logs does no harm.
func podRBACDenied(p podCase) []finding {
	var out []finding
	for _, c := range p.containers {
		if c.well() && !p.counts(c) {
			continue
		}
		d, line, ok := p.denialOf(c)
		if !ok {
			continue
		}
		out = append(out, finding{
			Code:     RBACDenied,
			Sentence: say.Textf("%s is refused by the API server: %s may not %s", c, d.who(), d.what()),
			Hint:     d.hint(p.Leaves),
			Evidence: []string{p.describe(c), "log: " + line},
		})
	}
	return out
}

// denialOf searches the log of the current run, unless the container is well, then that of the previous run and the termination
// message.
func (p podCase) denialOf(c container) (d denial, line string, ok bool) {
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	texts := []string{p.Logs[key], p.Logs[key+"/previous"]}
	if c.well() {
		texts = texts[1:]
	}
	if t := c.lastEnd(); t != nil {
		texts = append(texts, t.Message)
	}
	for _, text := range texts {
		for _, line := range slices.Backward(tail(text, deniedTail)) {
			if d, ok := p.ownDenial(line); ok {
				return d, quoteless(line), true
			}
		}
	}
	return denial{}, "", false
}

// ownDenial returns the last answer in a log line that refused the pod itself. A log may quote answers to others: those to
// another account are not a cause of this pod's problem.
func (p podCase) ownDenial(line string) (denial, bool) {
	all := denialsIn(line)
	for _, d := range slices.Backward(all) {
		if d.user == p.account() || d.user == anonymous {
			return d, true
		}
	}
	return denial{}, false
}

// account returns the pod's own service account, as the API server writes it.
func (p podCase) account() string {
	return "system:serviceaccount:" + p.pod.Namespace + ":" + firstNonEmpty(p.pod.Spec.ServiceAccountName, "default")
}

// deniedTail is within how many lines from a log's end a refusal counts as a cause.
const deniedTail = 10

// tail returns the last n lines of a text.
func tail(text string, n int) []string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[max(0, len(lines)-n):]
}
