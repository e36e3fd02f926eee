package steps

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// review is the result of a SubjectAccessReview.
type review struct {
	Allowed bool
	Why     string
	// Unasked means that the API server could not decide, so the permissions are unknown.
	Unasked bool `json:",omitempty"`
}

// expectAccess checks what a service account may do. The service account must exist: one that does not exist is never allowed
// anything, which would prove nothing.
func expectAccess(ctx context.Context, w *world.World, name string, verb placeholder.Verb, what placeholder.Resource, in string, wanted bool, ending step.Ending) error {
	account, err := w.Resolve(ctx, "serviceaccounts", name)
	if err != nil {
		return err
	}
	kind, err := w.Run.Client.KindByName(ctx, what.Kind)
	if err != nil {
		return err
	}
	deed := kube.Deed{Verb: string(verb), Group: kind.GVR.Group, Resource: kind.GVR.Resource, Subresource: what.Part}
	if deed.Namespace, err = whereTo(ctx, w, kind, account.Namespace, in); err != nil {
		return err
	}
	err = assert.Poll(ctx, w, ending, account, func(ctx context.Context) error {
		return mayAs(ctx, w, account, deed, wanted)
	}, assert.OfTheAPIServer())
	if err == nil && !wanted && assert.InPassing(ctx, w, ending) {
		w.Warn("right after an action, the API server may not know of a new binding yet: write `for 3s`")
	}
	return err
}

// whereTo returns the namespace for the review, "" for a cluster-scoped kind.
func whereTo(ctx context.Context, w *world.World, kind kube.Kind, own, in string) (string, error) {
	switch {
	case !kind.Namespaced && in != "":
		return "", fmt.Errorf("a %s is in no namespace: leave `in namespace %q` out", kind, in)
	case !kind.Namespaced:
		return "", nil
	case in == "":
		return own, nil
	}
	timeline, namespace, err := w.Look(ctx, kind, in)
	if err != nil {
		return "", err
	}
	if timeline != w.Timeline {
		timeline.Close()
	}
	return namespace, nil
}

func mayAs(ctx context.Context, w *world.World, account kube.Ref, deed kube.Deed, wanted bool) error {
	there := false
	w.Timeline.View(func(v observe.View) { there = v.Get(account) != nil })
	if !there {
		return fmt.Errorf("there is no %s", account)
	}
	answer, err := world.Ask(ctx, w, accessOf(account, deed), func(ctx context.Context) (r review, err error) {
		r.Allowed, r.Why, err = w.Run.Client.MayServiceAccount(ctx, account.Namespace, account.Name, deed)
		r.Unasked = kube.Undecided(err)
		return r, err
	})
	switch {
	case err != nil && answer.Unasked:
		return fmt.Errorf("%w: %w", observe.ErrUnobserved, err)
	case err != nil:
		return err
	case answer.Allowed && !wanted:
		return fmt.Errorf("it may: %s", answer.Why)
	case !answer.Allowed && wanted:
		return errors.New("nothing allows it")
	}
	return nil
}

func accessOf(account kube.Ref, deed kube.Deed) world.Question {
	resource := deed.Resource
	if deed.Group != "" {
		resource += "." + deed.Group
	}
	if deed.Subresource != "" {
		resource += "/" + deed.Subresource
	}
	return world.Question{Kind: world.QuestionAccess, Namespace: account.Namespace, ServiceAccount: account.Name, Verb: deed.Verb, Resource: resource, In: deed.Namespace}
}
