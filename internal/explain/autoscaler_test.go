package explain

import (
	"strings"
	"testing"
)

// TestHintsOfAutoscalers: each message is what the controller of Kubernetes 1.37 writes.
func TestHintsOfAutoscalers(t *testing.T) {
	const failed = "the HPA was unable to compute the replica count: failed to get cpu utilization: "
	for message, want := range map[string]string{
		failed + "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)":            "tag the scenario @addon:metrics-server",
		failed + "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)":        "metrics-server does not answer",
		failed + "unable to get metrics for resource cpu: no metrics returned from resource metrics API":                                                                                            "allow a minute",
		failed + "did not receive metrics for targeted pods (pods might be unready)":                                                                                                                "allow a minute",
		failed + "missing request for cpu in container web of Pod web-1":                                                                                                                            "say in every container what it requests",
		"the HPA was unable to compute the replica count: unable to get metric queue: unable to fetch metrics from custom metrics API: the server could not find the metric queue for pods":         "install what serves this metric",
		"the HPA was unable to compute the replica count: unable to get external metric queue: unable to fetch metrics from external metrics API: the server could not find the requested resource": "install what serves this metric",
	} {
		facts := moment{objects: scaler("ScalingActive", "False", "FailedGetResourceMetric", message)}.facts(t)
		found := Why(facts, Subject{"HorizontalPodAutoscaler", "demo", "web"})
		if len(found) != 1 || found[0].Code != AutoscalerStuck || !strings.Contains(found[0].Hint, want) {
			t.Errorf("%s: got %+v, want %q", message, found, want)
		}
	}
}
