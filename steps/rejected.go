package steps

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// applyRejected is met only by the server's own refusal: a manifest that
// cannot be read, or a server that does not answer, is a failure.
func applyRejected(ctx context.Context, w *world.World, m *kube.Manifest, text string) error {
	err := applyManifest(ctx, w, m)
	if err == nil {
		return fmt.Errorf("%s was accepted, yet it should have been rejected with %q", m.Path, text)
	}
	var refused *kube.ApplyError
	if !errors.As(err, &refused) {
		return err
	}
	if !refused.Says(text) {
		return fmt.Errorf("it was rejected, but the message does not contain %q: %w", text, err)
	}
	return nil
}
