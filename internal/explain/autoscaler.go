package explain

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// AutoscalerStuck is a code; its meaning is in autoscalerStuckDoc.
const AutoscalerStuck = "AUTOSCALER_STUCK"

var autoscalerStuckDoc = Code{
	Code:    AutoscalerStuck,
	Meaning: "A HorizontalPodAutoscaler does not scale: its target is missing, or it gets no metrics.",
	Example: `horizontalpodautoscaler "web" cannot scale: FailedGetScale: deployments.apps "wbe" not found`,
}

// autoscaler explains by its conditions why a HorizontalPodAutoscaler does not scale.
func (x *index) autoscaler(o *unstructured.Unstructured) []finding {
	f := finding{Code: AutoscalerStuck, Hint: say.Textf("allow more time: its controller looks every 15 seconds")}
	seen := conditionsOf(o)
	if len(seen) == 0 {
		f.Sentence = say.Textf("%s has not been looked at by its controller yet", describeName(o))
		f.Evidence = []string{pathOf(o) + " has no conditions"}
		return []finding{f}
	}
	for _, kind := range []string{"AbleToScale", "ScalingActive"} {
		c, ok := conditionNamed(o, kind)
		if !ok || c.status == "True" {
			continue
		}
		f.Sentence = say.Textf("%s cannot scale: %s: %s", describeName(o), quote(c.reason), quote(lastPart(c.message)))
		f.Hint = scalingHint(c)
		f.Evidence = []string{c.line(o), fmt.Sprintf("%s spec.scaleTargetRef: %s/%s", pathOf(o),
			strings.ToLower(stringAt(o, "spec", "scaleTargetRef", "kind")), stringAt(o, "spec", "scaleTargetRef", "name"))}
		return []finding{f}
	}
	return nil
}

func scalingHint(c condition) say.Text {
	low := strings.ToLower(c.message)
	switch {
	case c.reason == "FailedGetScale":
		return say.Textf("create what it is to scale, or correct spec.scaleTargetRef")
	case c.reason == "ScalingDisabled":
		return say.Textf("its target has 0 replicas, which turns it off: scale it to 1 or more")
	case c.reason == "InvalidSelector", c.reason == "AmbiguousSelector":
		return say.Textf("correct the labels: no two autoscalers may reach the same pods")
	case strings.Contains(low, "missing request for"):
		return say.Textf("say in every container what it requests of this resource: the share is counted from that")
	case strings.Contains(low, "custom metrics api"), strings.Contains(low, "external metrics api"):
		return say.Textf("install what serves this metric, which is not metrics-server: that serves CPU and memory only")
	case strings.Contains(low, "could not find the requested resource"):
		return say.Textf("nothing serves the metrics API: tag the scenario @addon:metrics-server; on an external cluster install metrics-server")
	case strings.Contains(low, "unable to fetch metrics"):
		return say.Textf("metrics-server does not answer: look at kubectl describe apiservice v1beta1.metrics.k8s.io")
	case strings.Contains(low, "no metrics returned"), strings.Contains(low, "did not receive metrics"):
		return say.Textf("allow a minute after its pods are ready: so long it takes until metrics-server has figures of them")
	}
	return say.Textf("do as the condition says")
}
