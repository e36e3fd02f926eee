package world

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// silentWebhook is the error for a webhook of somebody else that does not answer. Without it, neither a rejection nor a failure
// by the API server says anything about the subject of the scenario.
type silentWebhook struct {
	name string
	err  error
}

func (e *silentWebhook) Error() string {
	return fmt.Sprintf("webhook %q, which this scenario has not made, does not answer the API server: %v", e.name, e.err)
}

func (e *silentWebhook) Unwrap() error { return e.err }

// Is makes the error an [observe.ErrUnobserved].
func (e *silentWebhook) Is(target error) bool { return target == observe.ErrUnobserved }

// admitted decides who is at fault if a write failed because a webhook did not answer.
func (w *World) admitted(ctx context.Context, err error) error {
	name := kube.SilentWebhook(err)
	if name == "" {
		return err
	}
	own, failed := w.hasWebhook(ctx, name)
	refused, object := errors.AsType[*kube.SilentWebhookError](err)
	switch {
	case failed != nil:
		return errors.Join(err, failed)
	case own && object:
		return refused.Refusal
	case own:
		return err
	}
	return &silentWebhook{name: name, err: err}
}

// hasWebhook reports whether the scenario has created a webhook with this name.
func (w *World) hasWebhook(ctx context.Context, name string) (bool, error) {
	for ref, uid := range w.created {
		if !slices.ContainsFunc(barrierKinds, func(k kube.Kind) bool { return k.GVR == ref.Kind.GVR }) {
			continue
		}
		obj, err := w.Run.Client.Get(ctx, ref)
		if err != nil {
			return false, fmt.Errorf("look whose webhook %q is: %w", name, err)
		}
		if obj != nil && obj.GetUID() == uid && bars(obj, name) {
			return true, nil
		}
	}
	return false, nil
}
