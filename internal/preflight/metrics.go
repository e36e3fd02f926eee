package preflight

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
)

// metrics finds autoscalers that scale by what pods use, in a cluster where nobody measures it.
func metrics(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	var scalers []document
	for _, d := range documents(p) {
		if measures(d.Object) {
			scalers = append(scalers, d)
		}
	}
	if len(scalers) == 0 {
		return nil, nil
	}
	_, err := c.Client.Kind(ctx, schema.GroupVersionKind{Group: "metrics.k8s.io", Version: "v1beta1", Kind: "PodMetrics"})
	if _, unknown := errors.AsType[*kube.UnknownKindError](err); !unknown {
		return nil, err
	}
	fix := "install metrics-server in the cluster; a scenario may want just that"
	if c.Ours {
		fix = "tag the scenario @addon:metrics-server; a scenario may want just that"
	}
	var found []doctor.Finding
	for _, d := range scalers {
		found = append(found, doctor.Finding{Subject: "metrics", Status: doctor.Warning, Fix: fix,
			Says: fmt.Sprintf("%s: horizontalpodautoscaler %q needs the metrics API, which nothing serves", d.manifest.At(d.Document), d.Object.GetName())})
	}
	return found, nil
}

// measures reports whether an object is an autoscaler that needs the CPU or memory of pods. One that names no metrics looks at
// CPU, as those of autoscaling/v1 all do.
func measures(obj *unstructured.Unstructured) bool {
	if obj.GetKind() != "HorizontalPodAutoscaler" || obj.GroupVersionKind().Group != "autoscaling" {
		return false
	}
	list, named, err := unstructured.NestedSlice(obj.Object, "spec", "metrics")
	if err != nil {
		return false // the API server rejects it
	}
	for _, one := range list {
		metric, is := one.(map[string]any)
		if is && (metric["type"] == "Resource" || metric["type"] == "ContainerResource") {
			return true
		}
	}
	return !named || len(list) == 0
}
