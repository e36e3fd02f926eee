package oncluster

import (
	"context"
	"errors"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// ErrAbandoned is why a runner ends whose command is dead, so that its results are not needed.
var ErrAbandoned = errors.New("the command that wants the results has ended")

// abandonedAfter is how long the Lease of the command may go without renewal. It is longer than for other runs, so that the
// command can recover.
const abandonedAfter = 3 * lifetime

// Attend returns a context that ends with the cause ErrAbandoned when the command no longer renews its Lease, measured by the
// clock of this process. stop must be called.
func Attend(ctx context.Context, run string, config *kube.Config) (attended context.Context, stop func(), err error) {
	client, err := kube.New(config)
	if err != nil {
		return nil, nil, err
	}
	attended, stop = attend(ctx, "gherkind-run-"+run, client.Typed().CoordinationV1().Leases(world.SystemNamespace))
	return attended, stop, nil
}

func attend(ctx context.Context, lease string, leases interface {
	Get(ctx context.Context, name string, o metav1.GetOptions) (*coordinationv1.Lease, error)
}) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		again := time.NewTicker(pollInterval)
		defer again.Stop()
		for o := (observed{seen: time.Now()}); o.still < abandonedAfter; {
			select {
			case <-ctx.Done():
				return
			case <-again.C:
			}
			now, err := leases.Get(ctx, lease, metav1.GetOptions{})
			switch {
			case err == nil:
				o = o.next(now, time.Now())
			case apierrors.IsNotFound(err): // another run has deleted it; a live command recreates it
				o = o.next(&coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{ResourceVersion: o.version}}, time.Now())
			}
		}
		cancel(ErrAbandoned)
	}()
	return ctx, func() {
		cancel(nil)
		<-done
	}
}
