package explain

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// ConditionFalse is a code; its meaning is in conditionFalseDoc.
const ConditionFalse = "CONDITION_FALSE"

var conditionFalseDoc = Code{
	Code:    ConditionFalse,
	Meaning: "An object's own condition, Ready or Available, is not True, or its controller has not seen the latest change.",
	Example: `certificate "shop": its condition Ready is False: DoesNotExist: issuer "ca" not found`,
}

// ownCondition explains an object of a kind without rules by what its controller reports: by convention the conditions Ready
// and Available, and their observedGeneration.
func (x *index) ownCondition(o *unstructured.Unstructured) []finding {
	f := finding{Code: ConditionFalse, Hint: say.Textf("look at the controller of %s %s", quote(o.GetAPIVersion()), o.GetKind())}
	if seen, told := observed(o); told && seen < o.GetGeneration() {
		f.Sentence = say.Textf("%s: %s", describeName(o), behindWords(o))
		f.Evidence = []string{fmt.Sprintf("%s generation %d, observed %d", pathOf(o), o.GetGeneration(), seen)}
		return []finding{f}
	}
	for _, c := range standardConditions(o) {
		switch {
		case c.status != "True":
			f.Sentence = say.Textf("%s: its condition %s is %s", describeName(o), c.kind, quote(c.status))
			for _, says := range []string{c.reason, c.message} {
				if says != "" {
					f.Sentence = say.Textf("%s: %s", f.Sentence, quote(says))
				}
			}
		case c.generation > 0 && c.generation < o.GetGeneration():
			f.Sentence = say.Textf("%s: its condition %s is of generation %d, and the spec is at %d", describeName(o), c.kind, c.generation, o.GetGeneration())
		default:
			continue
		}
		f.Evidence = []string{c.line(o)}
		return []finding{f}
	}
	return nil
}

// standardConditions are those with the same meaning in every kind.
func standardConditions(o *unstructured.Unstructured) []condition {
	var out []condition
	for _, c := range conditionsOf(o) {
		if c.kind == "Ready" || c.kind == "Available" {
			out = append(out, c)
		}
	}
	return out
}

func behindWords(o *unstructured.Unstructured) say.Text {
	seen, _ := observed(o)
	return say.Textf("its controller has seen generation %d, the spec is at %d", seen, o.GetGeneration())
}
