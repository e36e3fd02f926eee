package explain

import (
	"regexp"
	"strconv"
	"strings"
)

// refusal is one reason why nodes cannot take a pod.
type refusal struct {
	nodes int    // number of nodes with this reason
	text  string // the scheduler's words
}

// verdict is the parsed message of the scheduler.
type verdict struct {
	nodes    int       // nodes in the cluster
	refusals []refusal // a node may count for several of them
	before   string    // why no node was considered: an unbound claim, a missing node name
}

var (
	available = regexp.MustCompile(`^0/(\d+) nodes are available: `)
	counted   = regexp.MustCompile(`^(\d+) (.+)$`)
)

// parseVerdict parses `0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes
// are available: …`, the format of the scheduler's FitError: a part for all nodes, then counts separated by commas, then what
// preempting other pods could change, which is ignored here.
func parseVerdict(message string) (verdict, bool) {
	m := available.FindStringSubmatch(message)
	if m == nil {
		return verdict{}, false
	}
	total, err := strconv.Atoi(m[1])
	if err != nil {
		return verdict{}, false
	}
	v := verdict{nodes: total}
	body := message[len(m[0]):]
	for _, tail := range []string{"preemption: ", "no new claims to deallocate"} {
		body, _, _ = strings.Cut(body, tail)
	}
	body = strings.TrimSuffix(body, ". not found") // preemption, if the pod refers to a missing object
	for _, part := range splitReasons(strings.TrimRight(body, ". ,")) {
		c := counted.FindStringSubmatch(part)
		if c == nil {
			v.before = strings.TrimRight(strings.TrimSpace(v.before+" "+part), ".")
			continue
		}
		n, err := strconv.Atoi(c[1])
		if err != nil {
			return verdict{}, false
		}
		v.refusals = append(v.refusals, refusal{nodes: n, text: strings.TrimRight(c[2], ".")})
	}
	return v, true
}

// splitReasons splits at the commas before a count; a reason may contain commas itself (older schedulers name a taint as `{key:
// value}`).
func splitReasons(body string) []string {
	var out []string
	for _, part := range strings.Split(body, ", ") {
		if len(out) > 0 && !counted.MatchString(part) {
			out[len(out)-1] += ", " + part
			continue
		}
		out = append(out, part)
	}
	return out
}
