package explain

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// AutoscalerStuck is a code; its meaning is in autoscalerStuckDoc.
const AutoscalerStuck = "AUTOSCALER_STUCK"

var autoscalerStuckDoc = Code{
	Code:    AutoscalerStuck,
	Meaning: "A HorizontalPodAutoscaler does not scale: its target is missing, or it gets no metrics.",
	Example: `horizontalpodautoscaler "web" cannot scale: FailedGetScale: deployments.apps "wbe" not found`,
}

// autoscaler explains a HorizontalPodAutoscaler that does not scale, by its conditions.
func (x *index) autoscaler(o *unstructured.Unstructured) []Finding {
	f := Finding{Code: AutoscalerStuck, Hint: "allow more time: its controller looks every 15 seconds"}
	seen := conditionsOf(o)
	if len(seen) == 0 {
		f.Sentence = describeName(o) + " has not been looked at by its controller yet"
		f.Evidence = []string{pathOf(o) + " has no conditions"}
		return []Finding{f}
	}
	for _, kind := range []string{"AbleToScale", "ScalingActive"} {
		c, ok := conditionNamed(o, kind)
		if !ok || c.status == "True" {
			continue
		}
		f.Sentence = fmt.Sprintf("%s cannot scale: %s: %s", describeName(o), quote(c.reason), quote(lastPart(c.message)))
		f.Hint = scalingHint(c)
		f.Evidence = []string{c.line(o), fmt.Sprintf("%s spec.scaleTargetRef: %s/%s", pathOf(o),
			strings.ToLower(stringAt(o, "spec", "scaleTargetRef", "kind")), stringAt(o, "spec", "scaleTargetRef", "name"))}
		return []Finding{f}
	}
	return nil
}

func scalingHint(c condition) string {
	low := strings.ToLower(c.message)
	switch {
	case c.reason == "FailedGetScale":
		return "create what it is to scale, or correct spec.scaleTargetRef"
	case c.reason == "ScalingDisabled":
		return "its target has 0 replicas, which turns it off: scale it to 1 or more"
	case c.reason == "InvalidSelector", c.reason == "AmbiguousSelector":
		return "correct the labels: no two autoscalers may reach the same pods"
	case strings.Contains(low, "missing request for"):
		return "say in every container what it requests of this resource: the share is counted from that"
	case strings.Contains(low, "could not find the requested resource"), strings.Contains(low, "unable to fetch metrics"), strings.Contains(low, "no metrics returned"):
		return "it gets no metrics: look whether metrics-server runs (kubectl get apiservices), and allow a minute after the pods' start"
	}
	return "do as the condition says"
}
