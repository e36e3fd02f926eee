package assert

import (
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// shop is a scenario with manifests and steps.
func shop(t *testing.T) world.Scenario {
	t.Helper()
	s := world.Scenario{Said: map[string][]string{
		`pod "wbe" does not exist`:             {"wbe"},
		`pod "later" is ready`:                 {"later"},
		`node "worker" is labelled "disk=ssd"`: {"disk=ssd"},
	}}
	for _, doc := range []string{
		`{kind: Pod, metadata: {name: web, labels: {app: web}}}`,
		`{apiVersion: apps/v1, kind: Deployment, metadata: {name: front}, spec: {template: {metadata: {labels: {tier: front}}}}}`,
		`{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}}`,
		`{kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}}}`,
	} {
		obj := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(doc), &obj.Object); err != nil {
			t.Fatal(err)
		}
		s.Objects = append(s.Objects, obj)
	}
	return s
}

// TestAbsenceOfTheMisspelt: what does not exist because nobody ever spoke of it warns, with the nearest name.
func TestAbsenceOfTheMisspelt(t *testing.T) {
	v := viewtest.See(t, `{kind: Pod, metadata: {namespace: ns, name: gone, annotations: {gone: ''}}}`, `{kind: Pod, metadata: {namespace: ns, name: web}}`)
	for name, want := range map[string]string{
		"gone":    "", // it was there
		"web":     "",
		"later":   "", // another step has it
		"db-2":    "", // of the StatefulSet's
		"front-0": `no pod is called "front-0": only the pods of a statefulset are numbered, and those of deployment "front" have longer names; count them by their labels`,
		"wbe":     `there never was a pod "wbe", and nothing else in the scenario has this name; nearest: "web"`,
		"front":   `no pod is called "front": the deployment is, and its pods have longer names; count them by their labels`,
		"else":    `there never was a pod "else", and nothing else in the scenario has this name`,
	} {
		if got := nameless(v, shop(t), `pod "`+name+`" does not exist`, viewtest.PodRef("ns", name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestAbsenceOfLabels(t *testing.T) {
	v := viewtest.See(t, `{kind: Pod, metadata: {namespace: ns, name: x, labels: {seen: once}, annotations: {gone: ''}}}`)
	for text, c := range map[string]struct {
		own  bool
		want []string
	}{
		"app=web": {true, nil}, "app=shop": {true, nil}, "tier=front": {true, nil}, "seen=once": {true, nil}, "disk=ssd": {true, nil}, "tier": {true, nil},
		"app!=wbe":       {true, nil},
		"app=wbe":        {true, []string{"nothing in the scenario ever had the label app=wbe; nearest: app=web"}},
		"ap=web":         {true, []string{"nothing in the scenario ever had the label ap=web; nearest: app=web"}},
		"app in (a,web)": {true, nil},
		"component=etcd": {true, []string{"nothing in the scenario ever had the label component=etcd"}},
		"component=etcx": {false, nil}, // in kube-system, where the scenario makes nothing
		"app=wbe,tier":   {false, []string{"nothing in the scenario ever had the label app=wbe; nearest: app=web"}},
	} {
		selector, err := labels.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := labelless(v, shop(t), "", selector, c.own); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", text, got, c.want)
		}
	}
}

// TestAbsenceRightAfterAnAction: what is absent since nothing has come of the action yet warns, whatever it is called.
func TestAbsenceRightAfterAnAction(t *testing.T) {
	for name, c := range map[string]struct {
		object  string
		passing bool
		ending  step.Ending
		warns   bool
	}{
		"not there yet":       {"web", true, step.Ending{}, true},
		"no action before it": {"web", false, step.Ending{}, false},
		"for a span":          {"web", true, step.Ending{For: 3 * time.Second}, false},
		"it was there":        {"gone", true, step.Ending{}, false},
	} {
		w, warnings := viewtest.Open(t, viewtest.See(t, `{kind: Pod, metadata: {namespace: ns, name: gone, annotations: {gone: ''}}}`)), []string{}
		w.Warned = func(text string) { warnings = append(warnings, text) }
		w.Scenario = shop(t)
		w.Scenario.InPassing = map[string]bool{step.Text(t.Context()): c.passing}
		WarnAbsent(t.Context(), w.World, viewtest.PodRef("ns", c.object), c.ending)
		if (len(warnings) == 1) != c.warns || c.warns && !strings.Contains(warnings[0], "right after an action") {
			t.Errorf("%s: %q", name, warnings)
		}
	}
}
