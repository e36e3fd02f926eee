package steps

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// TestConditionAs: a condition matches by status and reason, and must be of the current spec.
func TestConditionAs(t *testing.T) {
	reason := "Empty"
	for doc, want := range map[string]string{
		"status: {conditions: [{type: Ready, status: 'False', reason: Empty}]}":                  "",
		"status: {conditions: [{type: Ready, status: 'False', reason: Emptied}]}":                "Ready is False, reason Emptied",
		"status: {conditions: [{type: Ready, status: 'True', reason: Empty, message: nothing}]}": "Ready is True, reason Empty: nothing",
		"status: {conditions: [{type: Ready, status: 'Unknown', reason: Empty}]}":                "Ready is Unknown, reason Empty",
		"status: {}": `widget "w" reports no condition Ready`,
		"metadata: {name: w, generation: 2}, status: {observedGeneration: 1, conditions: [{type: Ready, status: 'False', reason: Empty}]}":      "Ready is False, reason Empty; its controller has seen generation 1, the spec is at 2",
		"metadata: {name: w, deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {conditions: [{type: Ready, status: 'False', reason: Empty}]}": "",
	} {
		obj := viewtest.See(t, "{apiVersion: x/v1, kind: Widget, metadata: {name: w}, "+doc+"}")[0]
		viewtest.Verdict(t, doc, objects.HasConditionAs(obj.Ref, obj.Object, "Ready", "False", &reason), want)
	}
}

// TestNumbersAt: numbers are compared with their units; texts, several numbers and absent values are no number.
func TestNumbersAt(t *testing.T) {
	for _, c := range []struct{ path, doc, least, saw string }{
		{"{.spec.num}", "spec: {num: 3}", "3", ""},
		{"{.spec.num}", "spec: {num: 3}", "2.5", ""},
		{"{.spec.num}", "spec: {num: 3}", "4", `it has "3" at {.spec.num}`},
		{"{.spec.num}", "spec: {num: 10}", "9", ""}, // as numbers, not as texts
		{"{.spec.num}", "spec: {num: 1Gi}", "1000Mi", ""},
		{"{.spec.num}", "spec: {num: 500m}", "1", `it has "500m" at {.spec.num}`},
		{"{.spec.num}", "spec: {num: many}", "1", `it has "many" at {.spec.num}, which is not one number`},
		{"{.spec.num}", "spec: {num: ''}", "0", `it has "" at {.spec.num}, which is not one number`},
		{"{.spec.num[*]}", "spec: {num: [3, 4]}", "1", `it has "3 4" at {.spec.num[*]}, which is not one number`},
		{"{.spec.num}", "spec: {}", "0", "it has nothing at {.spec.num}"},
		{"{.status.num}", "metadata: {generation: 2}, status: {observedGeneration: 1, num: 5}", "1", `it has "5" at {.status.num}; its controller has seen generation 1, the spec is at 2`},
	} {
		path, err := kube.ParseJSONPath(c.path)
		if err != nil {
			t.Fatal(err)
		}
		obj := viewtest.See(t, "{apiVersion: x/v1, kind: Widget, "+c.doc+"}")[0].Object
		least := resource.MustParse(c.least)
		viewtest.Verdict(t, c.doc, judgedAt(obj, path, numberIs(path, func(n resource.Quantity) bool { return n.Cmp(least) >= 0 })), c.saw)
	}
}

// TestDiffers: any difference is enough, but a status of an earlier spec proves nothing.
func TestDiffers(t *testing.T) {
	for doc, want := range map[string]string{
		"spec: {a: 1}":       "",
		"spec: {a: 2, b: 1}": "it has all of that",
		"spec: {}":           "",
	} {
		obj := viewtest.See(t, "{apiVersion: x/v1, kind: Widget, "+doc+"}")[0].Object
		viewtest.Verdict(t, doc, differs(obj, map[string]any{"spec": map[string]any{"a": int64(2)}}), want)
	}
	stale := viewtest.See(t, "{apiVersion: x/v1, kind: Widget, metadata: {generation: 2}, status: {observedGeneration: 1, a: 1}}")[0].Object
	verdict := differs(stale, map[string]any{"status": map[string]any{"a": int64(2)}})
	if verdict.Met {
		t.Errorf("of an earlier spec: %+v", verdict)
	}
}

// TestWholeExpressions: an expression must match the whole text, and an expression that matches no text is rejected.
func TestWholeExpressions(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for text, matches := range map[string]map[string]bool{
		`"web-[0-9]+"`: {"web-1": true, "a web-1": false, "web-1b": false},
		`"10\..*"`:     {"10.1.2.3": true, "101": false},
		`"a|b"`:        {"a": true, "b": true, "ab": false},
		`"say \"a\""`:  {`say "a"`: true},
	} {
		m, err := c.Match(`service "web" has a text like `+text+` at "{.spec.clusterIP}"`, step.NoArgument)
		if err != nil {
			t.Fatal(err)
		}
		plan := m.Plan(step.Argument{}, step.Place{})
		if err, _ := plan.Problems(); err != nil {
			t.Fatal(err)
		}
		whole := valueOf(plan.Values(), "regexp").Parsed.(placeholder.Whole)
		for have, want := range matches {
			if whole.MatchString(have) != want {
				t.Errorf("%s: %q: %v", text, have, !want)
			}
		}
	}
	for text, want := range map[string]string{
		`service "web" has a text like ".*" at "{.a}"`:           "it fits an empty text, too",
		`service "web" has a text like "(" at "{.a}"`:            "missing closing )",
		`service "web" has at least two at "{.a}"`:               "write a number",
		`service "web" has the condition "Ready" with status No`: "write True, False or Unknown",
	} {
		if problem := refused(t, text); !strings.Contains(problem, want) {
			t.Errorf("%s: %q", text, problem)
		}
	}
}
