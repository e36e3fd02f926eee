package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log"
	"strconv"
	"sync/atomic"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	applycoordinationv1 "k8s.io/client-go/applyconfigurations/coordination/v1"
	coordinationclient "k8s.io/client-go/kubernetes/typed/coordination/v1"
	"k8s.io/client-go/tools/cache"
)

// The annotations of the Lease of a node: what its rules hold, and answers. Gherkind writes "asked" and waits for an answer.
const (
	annotationPods          = "gherkind.local/pods"          // resourceVersion up to which all changes are in the rules
	annotationNamespaces    = "gherkind.local/namespaces"    // the same
	annotationPolicies      = "gherkind.local/policies"      // the same
	annotationInterruptions = "gherkind.local/interruptions" // how often packets may have been dropped without being judged
	annotationAsked         = "gherkind.local/asked"         // any text
	annotationAnswered      = "gherkind.local/answered"      // resourceVersion of the Lease in which the last question was seen
)

// writeWithin limits a write of the Lease.
const writeWithin = 10 * time.Second

// report is what is published about this node.
type report struct {
	pods, namespaces, policies string
	interruptions              int64
	asked                      string // the question
	answered                   string
}

// reporter publishes a report in the Lease of its node when the rules hold a change of what concerns a scenario, and as an answer.
type reporter struct {
	node, instance string
	leases         coordinationclient.LeaseInterface
	stores         stores

	concerns      atomic.Bool // there was such a change
	interruptions *interruptions

	due  bool   // a report is due; only for the goroutine that writes the rules
	told report // the last one; the same

	next atomic.Pointer[report]
	wake chan struct{} // has a buffer for one signal
}

// stores are what the informers of this program have.
type stores struct{ pods, namespaces, policies, lease cache.Store }

func newReporter(node string, leases coordinationclient.LeaseInterface, s stores) *reporter {
	return &reporter{
		node: node, instance: rand.Text(), leases: leases, stores: s,
		interruptions: newInterruptions(time.Now), due: true, wake: make(chan struct{}, 1),
	}
}

// look returns a report about the rules that are written afterwards.
func (r *reporter) look() (report, error) {
	r.due = r.concerns.Swap(false) || r.due
	now := report{asked: r.told.asked, answered: r.told.answered}
	for _, object := range r.stores.lease.List() {
		if lease, is := object.(*coordinationv1.Lease); is && lease.Annotations[annotationAsked] != now.asked {
			now.asked, now.answered = lease.Annotations[annotationAsked], lease.ResourceVersion
		}
	}
	now.pods, now.namespaces = r.stores.pods.LastStoreSyncResourceVersion(), r.stores.namespaces.LastStoreSyncResourceVersion()
	now.policies = r.stores.policies.LastStoreSyncResourceVersion()
	if now.pods == "" || now.namespaces == "" || now.policies == "" {
		return report{}, errors.New("the informers do not say which resourceVersion they have (is the feature AtomicFIFO of client-go off?)")
	}
	return now, nil
}

// tell publishes a report if one is due. unjudged is how many packets were dropped without being judged.
func (r *reporter) tell(now report, unjudged int64) {
	if !r.due && now.answered == r.told.answered {
		return
	}
	r.due, r.told = false, now
	now.interruptions = r.interruptions.soFar() + unjudged
	r.next.Store(&now)
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// publish writes reports, always the newest one, until the context ends.
func (r *reporter) publish(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.wake:
		}
		for err := r.write(ctx); err != nil; err = r.write(ctx) {
			log.Printf("publish what is enforced: %v", err)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(soon):
			}
		}
	}
}

func (r *reporter) write(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, writeWithin)
	defer cancel()
	now := r.next.Load()
	lease := applycoordinationv1.Lease(r.node, namespace).
		WithAnnotations(map[string]string{
			annotationPods: now.pods, annotationNamespaces: now.namespaces, annotationPolicies: now.policies,
			annotationInterruptions: strconv.FormatInt(now.interruptions, 10), annotationAnswered: now.answered,
		}).
		WithSpec(applycoordinationv1.LeaseSpec().WithHolderIdentity(r.instance))
	_, err := r.leases.Apply(ctx, lease, metav1.ApplyOptions{FieldManager: "enforcer", Force: true})
	return err
}

// inScope reports whether the policies of the namespace of an object are enforced, so that somebody may wait for the object. What was
// deleted without notice may be in scope.
func (s scoped) inScope(object any) bool {
	switch o := object.(type) {
	case *corev1.Namespace:
		return !s.ignored.Matches(labels.Set(o.Labels))
	case metav1.Object:
		return !s.leftOut(o.GetNamespace())
	}
	return true
}
