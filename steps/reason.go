package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func reasonSteps() step.Group {
	return step.Group{
		Name: "reason", Title: "Reasons",
		Doc: "Why something is unhealthy: the codes and sentences in the `why` of a failure, and of `gherkind explain`. " +
			"docs/codes.md lists the codes.",
		Defs: []step.Def{
			{
				Name:    "reason",
				Pattern: `the reason is {code}`,
				Doc: "An object of the scenario is unhealthy, and this is the root cause. If several objects are " +
					"unhealthy, all of them have this cause, or the step says whose reason is which.",
				Example: `Then the reason is POD_OOM_KILLED`,
				Run: func(ctx context.Context, w *world.World, code placeholder.Code, ending step.Ending) error {
					return scenarioReason(ctx, w, code, "", ending)
				},
			},
			{
				Name:    "reason-saying",
				Pattern: `the reason is {code} saying {text}`,
				Doc:     "As before, and the sentence contains the text.",
				Example: `Then the reason is POD_OOM_KILLED saying "limit of 100Mi"`,
				Run:     scenarioReason,
			},
			{
				Name:    "reason-of",
				Pattern: `the reason of {kind} {name} is {code}`,
				Doc:     "The object is unhealthy, and this is the root cause.",
				Example: `Then the reason of pod "web" is POD_IMAGE_PULL`,
				Run: func(ctx context.Context, w *world.World, object world.ObjectRef, code placeholder.Code, ending step.Ending) error {
					return objectReason(ctx, w, object, code, "", ending)
				},
			},
			{
				Name:    "reason-of-saying",
				Pattern: `the reason of {kind} {name} is {code} saying {text}`,
				Doc:     "As before, and the sentence contains the text.",
				Example: `Then the reason of service "web" is SERVICE_NO_ENDPOINTS saying "no pod has app=wbe"`,
				Run:     objectReason,
			},
		},
	}
}

func objectReason(ctx context.Context, w *world.World, object world.ObjectRef, code placeholder.Code, text string, ending step.Ending) error {
	return assert.Poll(ctx, w, ending, object.Ref, func(ctx context.Context) error {
		found := explain.Why(assert.Facts(ctx, w, object.Ref), explain.SubjectOf(object.Kind.GVK, object.Namespace, object.Name))
		if len(found) == 0 {
			return fmt.Errorf("nothing is wrong with %s", object.Ref)
		}
		return judgeReason(found[0], code, text)
	})
}

func scenarioReason(ctx context.Context, w *world.World, code placeholder.Code, text string, ending step.Ending) error {
	var unwell []explain.Unwell
	err := assert.Poll(ctx, w, ending, kube.Ref{}, func(ctx context.Context) error {
		unwell = explain.AllUnwell(assert.Facts(ctx, w, kube.Ref{}), slices.Collect(maps.Values(w.Namespaces())))
		return judgeReasons(unwell, code, text)
	})
	return explained(err, unwell)
}

// explained adds to a failure that is about no object the cause of the first unhealthy object.
func explained(err error, unwell []explain.Unwell) error {
	f, failed := errors.AsType[*explain.Failure](err)
	if !failed || f.Code != "" {
		return err
	}
	if len(unwell) == 0 {
		f.Hint = "a reason is there only while something is not as it should be: assert the state itself, such as: pod \"web\" is Running"
		return err
	}
	because := explain.NewFailure(f.Want, f.Saw, unwell[0].Findings, f.Err)
	f.Why, f.Code, f.Hint, f.Evidence = because.Why, because.Code, because.Hint, because.Evidence
	if f.Within == 0 {
		f.Hint = explain.AfterNoWait(f.Hint)
	}
	return err
}

// judgeReasons compares the findings about all unhealthy objects with the expected one. If they differ, the scenario must name
// the object.
func judgeReasons(unwell []explain.Unwell, code placeholder.Code, text string) error {
	if len(unwell) == 0 {
		return errors.New("nothing that the scenario has made is unwell")
	}
	var all, other []string
	for _, u := range unwell {
		name := fmt.Sprintf("%s %q", strings.ToLower(u.Subject.Kind), u.Subject.Name)
		all = append(all, fmt.Sprintf("%s: %s: %s", name, u.Findings[0].Code, u.Findings[0].Sentence))
		if judgeReason(u.Findings[0], code, text) != nil {
			other = append(other, all[len(all)-1])
		}
	}
	if len(other) == 0 {
		return nil
	}
	first := unwell[0]
	if slices.ContainsFunc(unwell, func(u explain.Unwell) bool { return u.Findings[0].Code != first.Findings[0].Code }) {
		return fmt.Errorf("several things are unwell: %s; say which one is meant, as in: the reason of %s %q is %s",
			strings.Join(all, "; "), strings.ToLower(first.Subject.Kind), first.Subject.Name, first.Findings[0].Code)
	}
	return errors.New(strings.Join(other, "; "))
}

// judgeReason compares a finding with the expected code and text.
func judgeReason(f explain.Finding, code placeholder.Code, text string) error {
	if f.Code != string(code) || !strings.Contains(f.Sentence, text) {
		return fmt.Errorf("%s: %s", f.Code, f.Sentence)
	}
	return nil
}
