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

// If a single watch stalls while its connection stays open and the API server answers, a list need not differ from what the
// watch has shown: an object that was created and deleted in the meantime is in neither. To find such a gap, a second watch
// is started at the revision of the first. The API server first sends it everything that has happened since, and the first
// watch must show the same.

// secondWatch is how long the second watch lasts, in seconds. The API server ends it after sending everything that has
// happened.
const secondWatch = 1

// nothingBetween returns when the watch has shown everything that was created and deleted up to a revision.
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

// stands returns the revision up to which the watch has shown everything.
func (w *kindWatch) stands() uint64 {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return w.store.revision
}

// lookAgain starts a second watch at a revision, and returns the revision of the last change that it shows; 0 if it shows
// none.
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
