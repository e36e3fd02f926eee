package record

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
)

// Options say what is recorded.
type Options struct {
	Namespace string
	// Speaker says the steps in its language.
	Speaker *bilingual.Speaker
	// Settle is how long nothing must have changed before the results of the actions become checks.
	Settle time.Duration
	// Ready is called when the namespace is being watched: later actions are recorded.
	Ready func()
	// Tell is called with each step as it is written.
	Tell func(line string)
	// Note is called with messages for the user.
	Note func(format string, args ...any)
}

// ErrNoNamespace says that there is no such namespace.
var ErrNoNamespace = errors.New("there is no such namespace")

// Run records until the context ends, which is how users say that they are done.
func Run(ctx context.Context, client *kube.Client, o Options) (*Session, error) {
	_, err := client.Typed().CoreV1().Namespaces().Get(ctx, o.Namespace, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		return nil, fmt.Errorf("%w: %s; make it first: kubectl create namespace %[2]s", ErrNoNamespace, o.Namespace)
	case err != nil && !apierrors.IsForbidden(err): // permission to work in a namespace does not imply permission to get it
		return nil, fmt.Errorf("look for namespace %s: %w", o.Namespace, err)
	}
	w, err := watch(ctx, client, o.Namespace)
	if err != nil {
		return nil, err
	}
	if len(w.lacking) > 0 {
		o.Note("not recorded, as they may not be watched: %s", strings.Join(w.lacking, ", "))
	}
	r := &recorder{options: o, client: client, watches: w}
	if r.session, err = NewSession(o.Namespace, o.Speaker, w.there()); err != nil {
		return nil, err
	}
	o.Ready()
	r.reportLines()
	return r.session, r.loop(ctx)
}

type recorder struct {
	options Options
	client  *kube.Client
	watches *watches
	session *Session
	printed int // number of lines
}

// loop processes the changes, and checks their results when there were none for a while. The results of the last actions are
// also checked after the context has ended.
func (r *recorder) loop(ctx context.Context) error {
	quiet, changed := time.NewTimer(r.options.Settle), time.Now()
	defer quiet.Stop()
	for {
		select {
		case c := <-r.watches.changes:
			if _, err := r.session.Add(c); err != nil {
				return err
			}
			changed = time.Now()
			quiet.Reset(r.options.Settle) // also for changes by controllers: the action is not finished
		case <-quiet.C:
			settled, err := r.settle(ctx, time.Since(changed) < movingWithin)
			if err != nil {
				return err
			}
			if !settled {
				quiet.Reset(r.options.Settle)
			}
		case <-ctx.Done():
			_, err := r.settle(context.WithoutCancel(ctx), false)
			return err
		}
		r.reportLines()
	}
}

// settleWithin limits the time to check the results of the actions.
const settleWithin = 30 * time.Second

// movingWithin is how long nothing may change while an object has not reached its final state, before its current state is
// used.
const movingWithin = 2 * time.Minute

// settle checks the results of the actions. With wait it does nothing while an object is still changing.
func (r *recorder) settle(ctx context.Context, wait bool) (settled bool, err error) {
	if !r.session.Open() {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	facts, missing := collect.Facts(ctx, r.client, r.options.Namespace)
	for _, err := range missing {
		r.options.Note("%v", err)
	}
	now := Facts{Why: func(obj *unstructured.Unstructured) string {
		found := explain.Why(facts, explain.SubjectOf(obj.GroupVersionKind(), obj.GetNamespace(), obj.GetName()))
		if len(found) == 0 {
			return ""
		}
		return found[0].Code
	}}
	for _, c := range r.watches.there() {
		now.Objects = append(now.Objects, c.New)
	}
	if wait && r.session.Moving(now) {
		return false, nil
	}
	return true, r.session.Settle(now, time.Now())
}

// reportLines reports new lines.
func (r *recorder) reportLines() {
	for _, line := range r.session.Lines()[r.printed:] {
		r.options.Tell(line)
	}
	r.printed = len(r.session.Lines())
}
