package oncluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// persist retries while the API server does not answer.
func persist(ctx context.Context, try func(context.Context) error) error {
	again := time.NewTicker(pollInterval)
	defer again.Stop()
	began := time.Now()
	for {
		err := try(ctx)
		switch {
		case err == nil, ctx.Err() != nil, !kube.Transient(err), errors.As(err, new(refused)):
			return err
		case time.Since(began) > outage:
			return fmt.Errorf("no answer for %s: %w", outage, err)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return err
		}
	}
}
