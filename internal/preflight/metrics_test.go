package preflight

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func TestWhichAutoscalersMeasurePods(t *testing.T) {
	for text, want := range map[string]bool{
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: [{type: Resource}]}}":                        true,
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: [{type: Pods}, {type: ContainerResource}]}}": true,
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: [{type: External}, {type: Object}]}}":        false,
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {maxReplicas: 3}}":                                     true,
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: []}}":                                        true,
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: none}}":                                      false,
		"{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, spec: {targetCPUUtilizationPercentage: 50}}":                 true,
		"{apiVersion: shop.example/v1, kind: HorizontalPodAutoscaler}":                                                            false,
		"{apiVersion: apps/v1, kind: Deployment}":                                                                                 false,
	} {
		var obj unstructured.Unstructured
		if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
			t.Fatal(err)
		}
		if got := measures(&obj); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}
