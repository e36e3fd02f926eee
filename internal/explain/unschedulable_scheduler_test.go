package explain

import (
	"fmt"
	"testing"
)

func TestParseVerdict(t *testing.T) {
	for _, c := range []struct{ name, message, want string }{
		{"counts, and what pre-emption could do",
			"0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.",
			"4 [{1 node(s) had untolerated taint(s)} {3 Insufficient cpu}] "},
		{"the taint is named, as older schedulers do",
			"0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: a, b}, 2 Insufficient memory, 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 x.",
			"3 [{1 node(s) had untolerated taint {dedicated: a, b}} {2 Insufficient memory} {3 Insufficient cpu}] "},
		{"the nodes were not asked",
			"0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
			"4 [] pod has unbound immediate PersistentVolumeClaims"},
		{"nothing but the count", "0/0 nodes are available: .", "0 [] "},
		{"no dot at the end", "0/1 nodes are available: 1 Too many pods", "1 [{1 Too many pods}] "},
	} {
		v, ok := parseVerdict(c.message)
		if got := fmt.Sprintf("%d %v %s", v.nodes, v.refusals, v.before); !ok || got != c.want {
			t.Errorf("%s:\ngot  %s (%v)\nwant %s", c.name, got, ok, c.want)
		}
	}
	for _, message := range []string{"", "no nodes available to schedule pods", "0/x nodes are available: 1 y", "0/99999999999999999999 nodes are available: 1 y"} {
		if v, ok := parseVerdict(message); ok {
			t.Errorf("%q is parsed as %v", message, v)
		}
	}
}

func TestRefusalsInPlainWords(t *testing.T) {
	facts, subject := situation(t, "crash/Pod/healthy")
	p := newIndex(facts).podOf(find(t, facts, subject.Kind, subject.Name))
	for text, want := range map[string]string{
		"node(s) had untolerated taint {a: b}": "tainted ({a: b})",
		"Insufficient cpu":                     "short of cpu",
		"Too many pods":                        "full (too many pods)",
		"node(s) didn't satisfy existing pods anti-affinity rules": "with a pod whose anti-affinity keeps it away",
		"node(s) didn't find available persistent volumes to bind": "volume: didn't find available persistent volumes to bind",
		"node(s) were unschedulable":                               "cordoned",
		"node(s) exceed max volume count":                          "volume: exceed max volume count",
		"something new":                                            "something new",
	} {
		if got := classOf(text).words(p, text); got.String() != want {
			t.Errorf("%q = %q, want %q", text, got, want)
		}
	}
}
