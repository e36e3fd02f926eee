package objects

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// HasConditionAs is met by an object that has a condition with this status, of its present spec, and with this reason, if one
// is given.
func HasConditionAs(ref kube.Ref, obj *unstructured.Unstructured, condition, status string, reason *string) observe.Verdict {
	c := kube.Condition(obj, condition)
	if c == nil {
		return observe.Verdict{Saw: fmt.Sprintf("%s reports no condition %s", ref, condition)}
	}
	saw := fmt.Sprintf("%s is %v", condition, c["status"])
	if has, _ := c["reason"].(string); has != "" {
		saw += ", reason " + has
	}
	if says, _ := c["message"].(string); says != "" {
		saw += ": " + says
	}
	stale := outdated(obj, c)
	if stale == BeingDeleted && status != "True" { // who goes is not well: that is no contradiction
		stale = ""
	}
	if stale != "" {
		saw += "; " + stale
	}
	met := c["status"] == status && stale == "" && (reason == nil || c["reason"] == *reason)
	return observe.Verdict{Met: met, Saw: saw}
}
