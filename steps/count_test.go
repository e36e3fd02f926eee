package steps

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestCounts(t *testing.T) {
	const pod = "{kind: Pod, metadata: {namespace: %s, name: %s, labels: {app: %s}%s}}"
	v := viewtest.See(t,
		fmt.Sprintf(pod, "one", "a", "web", ""),
		fmt.Sprintf(pod, "two", "b", "web", ", deletionTimestamp: '2026-01-01T00:00:00Z'"),
		fmt.Sprintf(pod, "one", "c", "db", ""),
		fmt.Sprintf(pod, "one", "d", "web", ", annotations: {gone: ''}"),
		fmt.Sprintf(pod, "others", "e", "web", ""),
		"{kind: Service, metadata: {namespace: one, name: a, labels: {app: web}}}",
	)
	for name, c := range map[string]struct {
		count      int
		namespaces []string
		selector   string
		saw        string
	}{
		"in all of the scenario's": {2, []string{"one", "two"}, "app=web", ""},
		"one namespace":            {1, []string{"one"}, "app=web", ""},
		"not what is gone":         {2, []string{"one"}, "app=web", `there is 1: "a"`},
		"what is being deleted":    {0, []string{"two"}, "app=web", `there is 1: "b" (being deleted)`},
		"none":                     {0, []string{"one"}, "app=mail", ""},
		"not none":                 {1, []string{"one"}, "app=mail", "there are none"},
		"a set":                    {2, []string{"one"}, "app in (web, db)", ""},
	} {
		selector, err := labels.Parse(c.selector)
		if err != nil {
			t.Fatal(err)
		}
		viewtest.Verdict(t, name, counts(viewtest.KindFor("Pod"), c.namespaces, selector, c.count)(v), c.saw)
	}
}

// TestWhatKubernetesMakesCounts: objects that Kubernetes creates in every namespace count, as kubectl lists them, and a failure
// says who created them.
func TestWhatKubernetesMakesCounts(t *testing.T) {
	const root = "{kind: ConfigMap, metadata: {namespace: one, name: kube-root-ca.crt}}"
	all, err := labels.Parse("app!=x")
	if err != nil {
		t.Fatal(err)
	}
	viewtest.Verdict(t, "a ConfigMap", counts(viewtest.KindFor("ConfigMap"), []string{"one"}, all, 0)(viewtest.See(t, root)),
		`there is 1: "kube-root-ca.crt" (which Kubernetes makes in every namespace)`)
	viewtest.Verdict(t, "counted", counts(viewtest.KindFor("ConfigMap"), []string{"one"}, all, 1)(viewtest.See(t, root)), "")
	viewtest.Verdict(t, "an account", counts(viewtest.KindFor("ServiceAccount"), []string{"one"}, all, 3)(viewtest.See(t,
		"{kind: ServiceAccount, metadata: {namespace: one, name: default}}", "{kind: ServiceAccount, metadata: {namespace: one, name: app}}")),
		`there are 2: "default" (which Kubernetes makes in every namespace), "app"`)
}

func TestManyObjectsAreNotAllNamed(t *testing.T) {
	var docs []string
	for i := range 12 {
		docs = append(docs, fmt.Sprintf("{kind: Pod, metadata: {name: p%d}}", i))
	}
	got := sawObjects(viewtest.See(t, docs...).List(viewtest.KindFor("Pod"), "", nil))
	if want := `there are 12: "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", and 2 more`; got != want {
		t.Errorf("got %s", got)
	}
}
