package world

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Write changes objects. It returns when the scenario's timeline contains everything that the writes have changed, including
// those before one that failed, so later checks see this state or a newer one. If the watches do not deliver it within
// Timeouts.Watch, the error is an [observe.ErrUnobserved], because the state of the cluster is then unknown. A write to an
// object that the scenario did not create is an [ErrNotOurs] and is not sent. After a write of a ResourceQuota, a cordon, a kind
// that has a marker, or what NetworkPolicies depend on, Write waits until the cluster enforces it; otherwise the error is an
// ErrUnobserved, as is that of a write that the API server could not decide.
func (w *World) Write(ctx context.Context, write func(context.Context, *kube.Writer) error) error {
	return w.write(ctx, w.permit, write)
}

func (w *World) write(ctx context.Context, permit kube.Permit, write func(context.Context, *kube.Writer) error) error {
	var made []kube.Change
	err := w.Decided(w.admitted(ctx, write(ctx, w.Run.Client.Writer(permit, func(c kube.Change) { made = append(made, c) }))))
	if ctx.Err() != nil && err != nil {
		return err // interrupted or timed out, so no check follows
	}
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	if late := w.Timeline.CatchUp(ctx, made...); late != nil {
		return errors.Join(err, late)
	}
	for _, change := range made {
		if late := w.awaitInForce(ctx, change.Ref); late != nil {
			return errors.Join(err, late)
		}
	}
	if late := w.awaitEffect(ctx, made); late != nil {
		return errors.Join(err, late)
	}
	if late := w.awaitEnforced(ctx, made); late != nil {
		return errors.Join(err, late)
	}
	return err
}

// CatchUp returns when the scenario's timeline contains the current objects of all kinds that it watches, with the timeout that
// the watches have after a write. It is for actions that may have changed objects without Write: commands and requests. While the
// scenario has stopped a part of the control plane, it does nothing.
func (w *World) CatchUp(ctx context.Context) error {
	if w.stoppedControl {
		return nil
	}
	within, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	if err := w.Timeline.CatchUpAll(within); err != nil {
		return fmt.Errorf("see what it has changed: %w", err)
	}
	return nil
}

// Refresh returns when the timelines contain the current objects of a kind, with the timeout that the watches have after a
// write.
func (w *World) Refresh(ctx context.Context, kind kube.Kind) error {
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	return w.Run.Hub.Refresh(ctx, kind)
}
