package grade

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/submission"
)

func workplaceOf(t *testing.T, e *exercise.Exercise) map[string]*unstructured.Unstructured {
	t.Helper()
	e.Limits = exercise.Limits{Pods: 20, CPU: "2", Memory: "1Gi", Disk: "8Gi"}
	text, err := Workplace(e, "student-7", "ann: \"x\"\nkind: Namespace")
	if err != nil {
		t.Fatal(err)
	}
	m, err := kube.ParseManifest("workplace", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*unstructured.Unstructured{}
	for _, doc := range m.Docs {
		all[nameOf(doc.Object)] = doc.Object
		if ns := doc.Object.GetNamespace(); doc.Object.GetKind() != "Namespace" && ns != "student-7" {
			t.Errorf("%s is in namespace %q", nameOf(doc.Object), ns)
		}
	}
	return all
}

// TestAWorkplaceGrantsWhatASubmissionMayContain: and nothing that would change the fences.
func TestAWorkplaceGrantsWhatASubmissionMayContain(t *testing.T) {
	e := &exercise.Exercise{Settings: exercise.Settings{Security: "baseline", Kinds: []string{"Widget"}}}
	all := workplaceOf(t, e)
	if len(all) != 7 || all["Namespace student-7"].GetLabels()["pod-security.kubernetes.io/enforce"] != "baseline" {
		t.Errorf("%v", all)
	}
	rules, _, _ := unstructured.NestedSlice(all["Role gherkind-lab"].Object, "rules")
	var written []string
	for _, rule := range rules {
		verbs, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "verbs")
		resources, _, _ := unstructured.NestedStringSlice(rule.(map[string]any), "resources")
		if slices.Contains(verbs, "delete") {
			written = append(written, resources...)
		}
	}
	var may []string
	for _, kind := range append(submission.Usual(), "Widget") {
		plural, _ := meta.UnsafeGuessKindToResource(schema.GroupVersionKind{Kind: kind})
		may = append(may, plural.Resource)
	}
	slices.Sort(written)
	slices.Sort(may)
	if !slices.Equal(written, may) {
		t.Errorf("a student may write %q, and submit %q", written, may)
	}
	subjects, _, _ := unstructured.NestedSlice(all["RoleBinding gherkind-lab"].Object, "subjects")
	if name := subjects[0].(map[string]any)["name"]; name != "ann: \"x\"\nkind: Namespace" {
		t.Errorf("%q", name)
	}
	e.Security = submission.Privileged
	if all = workplaceOf(t, e); len(all) != 6 || all["ResourceQuota gherkind-lab-priority"] != nil {
		t.Errorf("%v", all)
	}
}

// TestNoWorkplaceIsANamespaceOfOthers: its limits would apply to them.
func TestNoWorkplaceIsANamespaceOfOthers(t *testing.T) {
	for name, says := range map[string]string{
		"kube-system": "one of Kubernetes", "default": "one of Kubernetes", "Student": "is not the name of a namespace", "a, b: c": "is not the name of a namespace", "": "is not the name",
	} {
		if _, err := Workplace(&exercise.Exercise{}, name, "u"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
