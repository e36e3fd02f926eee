package steps

import (
	"fmt"
	"testing"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestConditionsOfTheSpecBefore(t *testing.T) {
	const ready, stale, fresh = "{type: Ready, status: 'True', message: fine}", "{type: Ready, status: 'True', message: fine, observedGeneration: 1}", "{type: Ready, status: 'True', message: fine, observedGeneration: 2}"
	const leaving = ", deletionTimestamp: '2026-01-01T00:00:00Z'"
	gauge := func(meta, status string) string {
		return fmt.Sprintf("{apiVersion: x.example.com/v1, kind: Gauge, metadata: {name: oil, namespace: a%s}, status: {%s}}", meta, status)
	}
	const two, behind = ", generation: 2", "; its controller has seen generation 1, the spec is at 2"
	for name, c := range map[string]struct{ doc, condition, saw string }{
		"nobody says what was seen":           {gauge(two, "conditions: ["+ready+"]"), "Ready", ""},
		"the status is of the spec":           {gauge(two, "observedGeneration: 2, conditions: ["+ready+"]"), "Ready", ""},
		"the status is behind":                {gauge(two, "observedGeneration: 1, conditions: ["+ready+"]"), "Ready", "Ready is True: fine" + behind},
		"a text, behind":                      {gauge(two, "observedGeneration: '1', conditions: ["+ready+"]"), "Ready", "Ready is True: fine" + behind},
		"a text, of the spec":                 {gauge(two, "observedGeneration: '2', conditions: ["+ready+"]"), "Ready", ""},
		"a hash, which tells nothing":         {gauge(two, "observedGeneration: 5b9c4, conditions: ["+ready+"]"), "Ready", ""},
		"the condition is behind":             {gauge(two, "conditions: ["+stale+"]"), "Ready", "Ready is True: fine" + behind},
		"the condition is, the status not":    {gauge(two, "observedGeneration: 2, conditions: ["+stale+"]"), "Ready", "Ready is True: fine" + behind},
		"the status is, the condition not":    {gauge(two, "observedGeneration: 1, conditions: ["+fresh+"]"), "Ready", ""},
		"false, and behind":                   {gauge(two, "observedGeneration: 1, conditions: [{type: Ready, status: 'False', message: empty}]"), "Ready", "Ready is False: empty" + behind},
		"no condition":                        {gauge(two, "observedGeneration: 1"), "Ready", `gauge "oil" reports no condition Ready`},
		"ready, but being deleted":            {gauge(leaving, "conditions: ["+ready+"]"), "Ready", "Ready is True: fine; it is being deleted"},
		"something else, while it goes":       {gauge(two+leaving, "observedGeneration: 1, conditions: [{type: Draining, status: 'True', observedGeneration: 1}]"), "Draining", ""},
		"a Deployment that nobody has seen":   {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: oil, namespace: a, generation: 1}, status: {conditions: [{type: Available, status: 'True', message: old}]}}", "Available", "Available is True: old; its controller has not seen its spec yet"},
		"a Job, which never says what it saw": {"{apiVersion: batch/v1, kind: Job, metadata: {name: oil, namespace: a, generation: 3}, status: {conditions: [{type: Complete, status: 'True'}]}}", "Complete", ""},
	} {
		v := viewtest.See(t, c.doc)
		viewtest.Verdict(t, name, objects.HasCondition(v[0].Ref, v[0].Object, c.condition), c.saw)
	}
}
