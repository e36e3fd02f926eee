package steps

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/expression"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func about(t *testing.T, parse func(string) (*expression.Expression, error), text string) *expression.Expression {
	t.Helper()
	e, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func labelledAs(t *testing.T, text string) labels.Selector {
	t.Helper()
	selector, err := labels.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return selector
}

// TestAnExpressionWantsAPresentStatus, for one object and for several.
func TestAnExpressionWantsAPresentStatus(t *testing.T) {
	const head = "{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d, generation: 2, labels: {app: web}}, spec: {replicas: 1}, status: {"
	for _, test := range []struct{ status, text, want string }{
		{"observedGeneration: 2, readyReplicas: 1", "o.status.readyReplicas == o.spec.replicas", ""},
		{"observedGeneration: 1, readyReplicas: 1", "o.status.readyReplicas == o.spec.replicas", "its controller has seen generation 1, the spec is at 2"},
		{"readyReplicas: 1", "o.status.readyReplicas == o.spec.replicas", "its controller has not seen its spec yet"},
		{"observedGeneration: 1, readyReplicas: 1", "!has(o.status.unavailableReplicas)", "its controller has seen generation 1"},
		{"observedGeneration: 1", "o.spec.replicas == 1", ""},
		{"observedGeneration: 1", "o.status.observedGeneration < o.metadata.generation", ""},
		{"observedGeneration: 2", "o.status.readyReplicas >= 0", "there is no readyReplicas"},
		{"observedGeneration: 2", "o.spec.paused", "there is no paused"},
	} {
		for name, ask := range askedOf(t, test.text) {
			err := ask(tell(t, viewtest.See(t, head+test.status+"}}"), world.State{}))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s, %s: %s: got %v, want %q", test.status, name, test.text, err, test.want)
			}
		}
	}
}

// askedOf returns the steps that evaluate an expression about the Deployment "web", which text refers to as o.
func askedOf(t *testing.T, text string) map[string]func(*story) error {
	single := about(t, expression.OfObject, strings.ReplaceAll(text, "o.", "object."))
	return map[string]func(*story) error{
		"one": func(s *story) error {
			return objectSatisfies(t.Context(), s.World, s.object("deployment", "web"), single, upTo(5))
		},
		"every": func(s *story) error {
			return everyObjectSatisfies(t.Context(), s.World, "deployments", labelledAs(t, "app=web"), single, upTo(5))
		},
		"all": func(s *story) error {
			return objectsSatisfy(t.Context(), s.World, "deployments", labelledAs(t, "app=web"), about(t, expression.OfObjects, "objects.all(o, "+text+")"), upTo(5))
		},
	}
}

// TestAnExpressionIsNotMetByNothing: without any object, every expression would be true.
func TestAnExpressionIsNotMetByNothing(t *testing.T) {
	for name, ask := range askedOf(t, "o.spec.replicas > 0") {
		err := ask(tell(t, viewtest.See(t, "{kind: Deployment, apiVersion: apps/v1, metadata: {name: shop, namespace: a, uid: d, labels: {app: shop}}, spec: {replicas: 1}}"), world.State{}))
		if err == nil || !strings.Contains(err.Error(), "there is no") && !strings.Contains(err.Error(), "there are none") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAnExpressionOfSeveral: a failure names the object that violates the expression.
func TestAnExpressionOfSeveral(t *testing.T) {
	docs := func() viewtest.View {
		return viewtest.See(t, "{kind: Pod, apiVersion: v1, metadata: {name: one, namespace: a, uid: '1', labels: {app: web}}, spec: {nodeName: worker}}",
			"{kind: Pod, apiVersion: v1, metadata: {name: two, namespace: a, uid: '2', labels: {app: web}}, spec: {priority: 3}}",
			"{kind: Pod, apiVersion: v1, metadata: {name: three, namespace: a, uid: '3', labels: {app: shop}}}")
	}
	s := tell(t, docs(), world.State{})
	s.goTo(5)
	err := everyObjectSatisfies(t.Context(), s.World, "pods", labelledAs(t, "app=web"), about(t, expression.OfObject, "has(object.spec.nodeName)"), upTo(5))
	if err == nil || !strings.Contains(err.Error(), `of "two": has(object.spec.nodeName) is false`) {
		t.Errorf("every: %v", err)
	}
	s = tell(t, docs(), world.State{})
	s.goTo(5)
	err = objectsSatisfy(t.Context(), s.World, "pods", labelledAs(t, "app=web"), about(t, expression.OfObjects, "objects.filter(o, has(o.spec.nodeName)).size() == 2"), upTo(5))
	if err == nil || !strings.Contains(err.Error(), `objects.filter(o, has(o.spec.nodeName)).size() is 1; there are 2: "one", "two"`) {
		t.Errorf("all: %v", err)
	}
	s = tell(t, docs(), world.State{})
	s.goTo(5)
	if err := objectsSatisfy(t.Context(), s.World, "pods", labelledAs(t, "app=web"), about(t, expression.OfObjects, "objects.size() == 2"), upTo(5)); err != nil {
		t.Error(err)
	}
}

// TestFieldsOfAnExpression: unknown fields are reported when the feature is loaded.
func TestFieldsOfAnExpression(t *testing.T) {
	for _, text := range []string{
		`deployment "web" satisfies "!has(object.spec.replcas)"`,
		`every deployment labelled "app=web" satisfies "!has(object.spec.replcas)"`,
		`the deployments labelled "app=web" satisfy "objects.all(o, !has(o.spec.replcas))"`,
	} {
		faults := FieldsOf(plannedOf(t, text)).Faults
		if len(faults) != 1 || !strings.Contains(faults[0].Msg, "replcas") {
			t.Errorf("%s: %v", text, faults)
		}
	}
	if fields := FieldsOf(plannedOf(t, `deployment "web" satisfies "object.spec.replicas == 3"`)); len(fields.Faults) > 0 || len(fields.Known) != 1 {
		t.Errorf("of a field that is one: %v", fields)
	}
}

func plannedOf(t *testing.T, text string) *step.Planned {
	t.Helper()
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Match(text, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	return m.Plan(step.Argument{}, step.Place{})
}
