package explain

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// WorkloadStuck is a code; its meaning is in workloadStuckDoc.
const WorkloadStuck = "WORKLOAD_STUCK"

var workloadStuckDoc = Code{
	Code:    WorkloadStuck,
	Meaning: "Some of a workload's pods are missing or not ready; the reasons of the pods are listed first.",
	Example: `deployment "web": 1 of 3 pods ready, 3 updated; no progress within progressDeadlineSeconds (600s)`,
}

// progress says how far a workload is from its spec.
type progress struct {
	kind     string
	complete bool
	short    bool     // pods are missing, not merely not ready
	over     bool     // the workload has failed or been stopped, and the later states of its pods are consequences
	says     say.Text // how far it is, or what holds it: `1 of 3 pods ready`
	hint     say.Text
	evidence []string

	waitsForEnds bool // its controller creates no pod before an earlier one has ended
}

// progressOf reads a workload's status; known is false for a kind without rules.
func (x *index) progressOf(o *unstructured.Unstructured) (p progress, known bool, err error) {
	switch nameOf(o).Kind {
	case kindDeployment:
		p, err = deploymentProgress(o)
	case kindReplicaSet:
		p, err = replicaSetProgress(o)
	case kindStatefulSet:
		p, err = statefulSetProgress(o)
	case kindDaemonSet:
		p, err = daemonSetProgress(o)
	case kindJob:
		p, err = jobProgress(o)
	default:
		return progress{}, false, nil
	}
	p.kind = o.GetKind()
	if err == nil && behind(o) {
		p.complete = false
		p.says = say.Textf("its controller has not seen the latest change yet")
		p.hint = moreTimeOr(say.Textf("look at the kube-controller-manager"))
		p.evidence = append(p.evidence, fmt.Sprintf("%s generation %d, observed %d", pathOf(o),
			o.GetGeneration(), intAt(o, "status", "observedGeneration")))
	}
	return p, true, err
}

// behind reports whether the status is older than the spec. Jobs have no observed
// generation.
func behind(o *unstructured.Unstructured) bool {
	return o.GetKind() != kindJob && o.GetGeneration() > intAt(o, "status", "observedGeneration")
}

func (p progress) stuck(o *unstructured.Unstructured) finding {
	return finding{
		Code:     WorkloadStuck,
		Sentence: say.Textf("%s: %s", describeName(o), p.says),
		Hint:     p.hint,
		Evidence: p.evidence,
	}
}

// describeName names an object for a sentence: `deployment "web"`.
func describeName(o *unstructured.Unstructured) say.Text { return named(o.GetKind(), o.GetName()) }

// named returns kind and name for a sentence. English uses lower case for the kind.
func named(kind, name string) say.Text {
	return say.Textf("%s %q", say.Written(strings.ToLower(kind), kind), name)
}

// number parses a decimal number, or returns zero.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// condition has the common fields of all workloads' conditions.
type condition struct {
	kind, status, reason, message string
	generation                    int64 // that it refers to; 0 if unknown
}

func conditionsOf(o *unstructured.Unstructured) []condition {
	list, _, err := unstructured.NestedSlice(o.Object, "status", "conditions")
	if err != nil {
		return nil
	}
	var out []condition
	for _, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			continue
		}
		c := &unstructured.Unstructured{Object: m}
		out = append(out, condition{stringAt(c, "type"), stringAt(c, "status"), stringAt(c, "reason"), stringAt(c, "message"), intAt(c, "observedGeneration")})
	}
	return out
}

func conditionNamed(o *unstructured.Unstructured, kind string) (condition, bool) {
	for _, c := range conditionsOf(o) {
		if c.kind == kind {
			return c, true
		}
	}
	return condition{}, false
}

func (c condition) line(o *unstructured.Unstructured) string {
	return fmt.Sprintf("%s condition %s: %s, %s: %s", pathOf(o), quote(c.kind), quote(c.status), quote(c.reason), quoteless(c.message))
}
