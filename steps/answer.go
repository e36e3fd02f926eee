package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/subset"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func answerSteps() step.Group {
	return step.Group{
		Name: "answer", Title: "Answers to requests",
		Doc: "What came back of the last request of `this request is sent …`. Steps that follow one another look at one and the same answer. Where a step " +
			"needs another one, a request that only reads is sent again, until an answer is as all of these steps say.",
		Defs: slices.Concat(answerBodySteps(), answerHeaderSteps()),
	}
}

func answerBodySteps() []step.Def {
	return []step.Def{
		{
			Name:    "answer-status",
			Asks:    step.AsksNetwork,
			Pattern: `the answer has status {count}`,
			Doc:     "The status of the answer.",
			Example: `Then the answer has status 201`,
			Run:     answerHasStatus,
		},
		{
			Name:    "answer-contains",
			Asks:    step.AsksNetwork,
			Pattern: `the answer contains {part}`,
			Doc:     "The body has the text in it, among its first 64 KiB.",
			Example: `Then the answer contains "Welcome to nginx!"`,
			Run:     answerContains,
		},
		{
			Name:    "answer-contains-not",
			Asks:    step.AsksNetwork,
			Pattern: `the answer does not contain {part}`,
			Doc:     "There is an answer, and its body does not have the text in it.",
			Example: `Then the answer does not contain "stack trace"`,
			Run:     answerLacks,
		},
		{
			Name:    "answer-exactly",
			Asks:    step.AsksNetwork,
			Pattern: `the answer is exactly {text}`,
			Doc:     "The body is the text, apart from the final line break.",
			Example: `Then the answer is exactly "ok"`,
			Run:     answerIsExactly,
		},
		{
			Name:    "answer-like",
			Asks:    step.AsksNetwork,
			Pattern: `the answer is a text like {regexp}`,
			Doc:     "The body, apart from the final line break, matches the regular expression as a whole.",
			Example: `Then the answer is a text like "version 1\.[0-9]+"`,
			Run:     answerIsLike,
		},
		{
			Name:    "answer-matches",
			Asks:    step.AsksNetwork,
			Pattern: `the answer matches:`,
			Doc: "The body is JSON and contains everything that the YAML below the step says, as `{kind} {name} matches:` has it; what the YAML does not " +
				"mention may be anything.",
			Example: `Then the answer matches:
  """
  status: accepted
  items: [{name: tea, count: 2}]
  """`,
			Run: answerMatches, ParseDoc: parseAnswer,
		},
		{
			Name:    "answer-field",
			Asks:    step.AsksNetwork,
			Pattern: `the answer has {text} at {jsonpath}`,
			Doc:     "The body is JSON, and has exactly this text at the path.",
			Example: `Then the answer has "accepted" at "{.status}"`,
			Run:     answerHasAt,
		},
		{
			Name:    "answer-field-like",
			Asks:    step.AsksNetwork,
			Pattern: `the answer has a text like {regexp} at {jsonpath}`,
			Doc:     "The body is JSON, and what it has at the path matches the regular expression as a whole.",
			Example: `Then the answer has a text like "[0-9]+" at "{.id}"`,
			Run:     answerIsLikeAt,
		},
	}
}

func answerHeaderSteps() []step.Def {
	return []step.Def{
		{
			Name:    "answer-header",
			Asks:    step.AsksNetwork,
			Pattern: `the header {text} of the answer is {text}`,
			Doc:     "The answer has this header, with exactly this value. Of several with the name, all values count, with `, ` between them.",
			Example: `Then the header "Content-Type" of the answer is "application/json"`,
			Run:     answerHeaderIs,
		},
		{
			Name:    "answer-header-like",
			Asks:    step.AsksNetwork,
			Pattern: `the header {text} of the answer is like {regexp}`,
			Doc:     "The answer has this header, and its value matches the regular expression as a whole.",
			Example: `Then the header "Location" of the answer is like "/orders/[0-9]+"`,
			Run:     answerHeaderIsLike,
		},
		{
			Name:    "answer-noted",
			Asks:    step.AsksNetwork,
			Values:  step.NotesValue,
			Pattern: `the {jsonpath} of the answer is noted as {value-name}`,
			Doc:     "Gives the scenario what the body, which is JSON, has at the path, as a value.",
			Example: `When the "{.id}" of the answer is noted as "order"`,
			Run:     noteAnswer,
		},
		{
			Name:    "answer-header-noted",
			Asks:    step.AsksNetwork,
			Values:  step.NotesValue,
			Pattern: `the header {text} of the answer is noted as {value-name}`,
			Doc:     "Gives the scenario what the answer has in this header, as a value.",
			Example: `When the header "Location" of the answer is noted as "order"`,
			Run:     noteHeader,
		},
	}
}

func answerHasStatus(ctx context.Context, w *world.World, status int, ending step.Ending) error {
	if status < 100 || status > 599 {
		return fmt.Errorf("no answer has the status %d: those of HTTP are from 100 to 599", status)
	}
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		if a.Status != status {
			return fmt.Errorf("the answer has status %d, and %s", a.Status, remote.OneLine(a.Body))
		}
		return nil
	})
}

func answerContains(ctx context.Context, w *world.World, part string, ending step.Ending) error {
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		if strings.Contains(a.Body, part) {
			return nil
		}
		return otherBody(a)
	})
}

func answerLacks(ctx context.Context, w *world.World, part string, ending step.Ending) error {
	if err := expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		if strings.Contains(a.Body, part) {
			return otherBody(a)
		}
		return whole(a)
	}); err != nil {
		return err
	}
	if assert.InPassing(ctx, w, ending) {
		w.Warn("right after an action, nothing may have come of it yet: write `for 3s`, or await first what the action leads to")
	}
	return nil
}

func answerIsExactly(ctx context.Context, w *world.World, text string, ending step.Ending) error {
	return expectBody(ctx, w, ending, func(body string) bool { return body == text })
}

func answerIsLike(ctx context.Context, w *world.World, like placeholder.Whole, ending step.Ending) error {
	return expectBody(ctx, w, ending, like.MatchString)
}

func answerMatches(ctx context.Context, w *world.World, ending step.Ending, want wantedJSON) error {
	return expectAnswer(ctx, w, ending, func(a probe.Answer) error {
		have, err := decoded(a)
		if err != nil {
			return err
		}
		if difference := subset.Difference(want.value, have); difference != "" {
			return fmt.Errorf("in the answer, with status %d, %s", a.Status, difference)
		}
		return nil
	})
}

func answerHasAt(ctx context.Context, w *world.World, text string, path kube.JSONPath, ending step.Ending) error {
	return expectInAnswer(ctx, w, path, ending, func(have string) bool { return have == text })
}

func answerIsLikeAt(ctx context.Context, w *world.World, like placeholder.Whole, path kube.JSONPath, ending step.Ending) error {
	return expectInAnswer(ctx, w, path, ending, like.MatchString)
}

func answerHeaderIs(ctx context.Context, w *world.World, name, value string, ending step.Ending) error {
	return expectHeader(ctx, w, name, ending, func(have string) bool { return have == value })
}

func answerHeaderIsLike(ctx context.Context, w *world.World, name string, like placeholder.Whole, ending step.Ending) error {
	return expectHeader(ctx, w, name, ending, like.MatchString)
}

func noteAnswer(ctx context.Context, w *world.World, path kube.JSONPath, name string, ending step.Ending) error {
	var value string
	return noteOf(w, name, &value, expectInAnswer(ctx, w, path, ending, func(have string) bool { value = have; return oneLineOnly.MatchString(have) }))
}

func noteHeader(ctx context.Context, w *world.World, header, name string, ending step.Ending) error {
	var value string
	return noteOf(w, name, &value, expectHeader(ctx, w, header, ending, func(have string) bool { value = have; return oneLineOnly.MatchString(have) }))
}
