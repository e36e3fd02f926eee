package observe

import (
	"context"
	"fmt"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
)

// A watch that stalls alone, while its connection stays open and the API server answers, agrees with a list in which there
// is nothing new: what came and went meanwhile is in neither. The API server itself tells of such a gap: to a second watch
// that begins where the first one stands, it first sends all that has happened since. What that brings, the first one must
// bring as well.

// secondWatch is how long the second watch lasts, in seconds: the API server ends it, behind all that it had to send.
const secondWatch = 1

// nothingBetween returns when the watch has shown all that has come and gone until a revision.
func (w *kindWatch) nothingBetween(ctx context.Context, q question, at uint64) error {
	var last error
	err := wait.PollUntilContextCancel(ctx, askAgain, true, func(ctx context.Context) (bool, error) {
		from := w.stands()
		if from >= at {
			last = nil
			return true, nil
		}
		var newest uint64
		if newest, last = w.lookAgain(ctx, q, from); last != nil {
			return apierrors.IsNotFound(last), nil //nolint:nilerr // it is told by last
		}
		last = w.until(ctx, func() bool { return newest == 0 || w.reached(newest) })
		return true, last
	})
	switch {
	case apierrors.IsNotFound(last):
		return nil // the cluster no longer has this kind
	case last != nil:
		return fmt.Errorf("what came and went: %w", last)
	}
	return err
}

// stands is the revision up to which the watch has shown everything.
func (w *kindWatch) stands() uint64 {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return w.store.revision
}

// lookAgain is the revision of the last change after another one that a second watch shows, 0 when there was none.
func (w *kindWatch) lookAgain(ctx context.Context, q question, from uint64) (newest uint64, err error) {
	options, seconds := q.options(), int64(secondWatch)
	options.ResourceVersion, options.TimeoutSeconds = strconv.FormatUint(from, 10), &seconds
	began := time.Now()
	stream, err := w.hub.client.Dynamic().Resource(w.kind.GVR).Namespace(q.namespace).Watch(ctx, options)
	if err != nil {
		return 0, err
	}
	defer stream.Stop()
	for {
		select {
		case event, open := <-stream.ResultChan():
			switch obj, is := event.Object.(*unstructured.Unstructured); {
			case !open && time.Since(began) < secondWatch*time.Second:
				return 0, fmt.Errorf("a second watch broke off")
			case !open:
				return newest, nil
			case event.Type == watch.Error:
				return 0, apierrors.FromObject(event.Object)
			case is:
				newest = max(newest, revisionOf(obj))
			}
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}
