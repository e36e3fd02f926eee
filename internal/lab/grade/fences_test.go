package grade

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// TestFences: what a container without limits gets, and what all of them get together, follows from the limits of the exercise.
func TestFences(t *testing.T) {
	for name, c := range map[string]struct {
		limits      exercise.Limits
		hard, limit map[string]string
	}{
		"usual": {
			limits: exercise.Limits{Pods: 20, CPU: "2", Memory: "1Gi", Disk: "8Gi"},
			hard: map[string]string{
				"pods": "20", "requests.cpu": "2", "limits.cpu": "10", "limits.memory": "1Gi", "limits.ephemeral-storage": "8Gi", "services.nodeports": "10",
			},
			limit: map[string]string{"cpu": "500m", "memory": "128Mi", "ephemeral-storage": "512Mi"},
		},
		"large": {
			limits: exercise.Limits{Pods: 50, CPU: "8", Memory: "4Gi", Disk: "16Gi"},
			hard:   map[string]string{"pods": "50", "requests.cpu": "8", "limits.cpu": "100", "limits.ephemeral-storage": "16Gi"},
			limit:  map[string]string{"cpu": "2", "ephemeral-storage": "1Gi"},
		},
		"tiny": {
			limits: exercise.Limits{Pods: 1, CPU: "1m", Memory: "1Mi", Disk: "10"},
			hard:   map[string]string{"limits.cpu": "1m"},
			limit:  map[string]string{"cpu": "1m", "ephemeral-storage": "1"},
		},
	} {
		text, err := fencesOf(&exercise.Exercise{Settings: exercise.Settings{Limits: c.limits}}, "")
		if err != nil {
			t.Fatal(err)
		}
		m, err := kube.ParseManifest("fences", []byte(text))
		if err != nil || len(m.Docs) != 3 {
			t.Fatalf("%s: %v, %v", name, m, err)
		}
		hard, _, _ := unstructured.NestedStringMap(m.Docs[0].Object.Object, "spec", "hard")
		for key, want := range c.hard {
			if hard[key] != want {
				t.Errorf("%s: %s is %q, want %q", name, key, hard[key], want)
			}
		}
		items, _, _ := unstructured.NestedSlice(m.Docs[1].Object.Object, "spec", "limits")
		limit, _, _ := unstructured.NestedStringMap(items[0].(map[string]any), "default")
		for key, want := range c.limit {
			if limit[key] != want {
				t.Errorf("%s: the limit of %s is %q, want %q", name, key, limit[key], want)
			}
		}
	}
}
