package assert

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Now evaluates a check once, on what has been observed so far. It is for history, which no waiting can change.
func Now(ctx context.Context, w *world.World, about kube.Ref, check observe.Check) error {
	verdict, err := w.Timeline.SoFar(ctx, check)
	if err != nil || verdict.Met {
		return err
	}
	return Failure(ctx, w, about, 0, fmt.Errorf("%s", verdict.Saw))
}
