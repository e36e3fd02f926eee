package steps

import (
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestRightsNeedAnAnswer: an API server that is not able to decide says nothing of rights, also while they are to stay as they are.
func TestRightsNeedAnAnswer(t *testing.T) {
	const account = "{kind: ServiceAccount, apiVersion: v1, metadata: {name: builder, namespace: a, uid: s}}"
	asked := world.Question{Kind: world.QuestionAccess, Namespace: "a", ServiceAccount: "builder", Verb: "list", Resource: "pods", In: "a"}
	for name, c := range map[string]struct {
		answers           []review
		ending            step.Ending
		fails, unobserved bool
	}{
		"it may not":                 {[]review{{}}, upTo(5), false, false},
		"it may":                     {[]review{{Allowed: true}}, upTo(5), true, false},
		"nobody says":                {[]review{{Unasked: true}}, upTo(5), true, true},
		"nobody says for a while":    {[]review{{Unasked: true}, {}}, upTo(5), false, false},
		"nobody says during a hold":  {[]review{{}, {Unasked: true}}, step.Ending{Within: 5 * time.Second, For: 3 * time.Second}, true, true},
		"it may at a time of a hold": {[]review{{}, {Allowed: true}}, step.Ending{Within: 5 * time.Second, For: 3 * time.Second}, true, false},
	} {
		var answers []world.Answer
		for i, r := range c.answers {
			answer := world.NewAnswer(asked, time.Unix(1001+int64(i), 0), r)
			if r.Unasked {
				answer.Err = "too many requests"
			}
			answers = append(answers, answer)
		}
		s := tell(t, viewtest.See(t, account), world.State{}, answers...)
		err := accountMayNot(t.Context(), s.World, "builder", placeholder.Verb("list"), placeholder.Resource{Kind: "pods"}, c.ending)
		if (err != nil) != c.fails || errors.Is(err, observe.ErrUnobserved) != c.unobserved {
			t.Errorf("%s: %v", name, err)
		}
	}
}
