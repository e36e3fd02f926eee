package drain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Drain is the way of a node to being empty.
type Drain struct {
	node          string
	own           map[string]bool // the scenario's namespaces
	Pods, Budgets kube.Kind
	granted       map[types.UID]bool // evictions; the pods are ending, or will
	refused       map[types.UID]refusal
}

// refusal is what kept a pod from being evicted.
type refusal struct {
	budgets   string // versions of the budgets by which it was refused
	reason    string
	uncounted bool // by a budget that its controller has not looked at
}

// New looks up what a drain of a node needs, and watches it.
func New(ctx context.Context, w *world.World, node string) (*Drain, error) {
	d := &Drain{node: node, own: map[string]bool{}, granted: map[types.UID]bool{}, refused: map[types.UID]refusal{}}
	for _, namespace := range w.ChangeableNamespaces() {
		d.own[namespace] = true
	}
	var err error
	if d.Pods, err = w.WatchNamed(ctx, "pods"); err != nil {
		return nil, err
	}
	d.Budgets, err = w.WatchNamed(ctx, "poddisruptionbudgets.policy")
	return d, err
}

// Empty evicts what is on the node, and what a budget protects again whenever
// a budget has changed, until nothing is left.
func (d *Drain) Empty(ctx context.Context, w *world.World, timeline *observe.Timeline) error {
	for {
		var next plan
		timeline.View(func(v observe.View) { next = d.plan(v) })
		if len(next.left) == 0 {
			// A pod that was bound to the node before it was cordoned may not have been seen yet.
			if err := w.Refresh(ctx, d.Pods); err != nil {
				return err
			}
			timeline.View(func(v observe.View) { next = d.plan(v) })
		}
		switch {
		case len(next.lost) > 0:
			return fmt.Errorf("%s: nobody would make it again, and it is not this scenario's; remove it, or drain another node",
				strings.Join(next.lost, ", "))
		case len(next.left) == 0:
			return nil
		}
		err := w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			for _, pod := range next.evict {
				if err := d.evict(ctx, to, pod, next.budgets[pod.Namespace]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := timeline.Until(ctx, assert.Shown(w, d.moved)); err != nil {
			return err
		}
	}
}

// moved is met when there is something to do, or nothing is left to be done.
func (d *Drain) moved(v observe.View) observe.Verdict {
	p := d.plan(v)
	return observe.Verdict{Met: len(p.evict) > 0 || len(p.lost) > 0 || len(p.left) == 0, Saw: strings.Join(p.left, "; ")}
}

// Emptied is met when no pod is left on the node that a drain has to move.
func (d *Drain) Emptied(v observe.View) observe.Verdict {
	left := d.plan(v).left
	return observe.Verdict{Met: len(left) == 0, Saw: strings.Join(left, "; ")}
}

func (d *Drain) evict(ctx context.Context, to *kube.Writer, pod *corev1.Pod, budgets string) error {
	err := to.Evict(ctx, kube.Ref{Kind: d.Pods, Namespace: pod.Namespace, Name: pod.Name}, pod.UID)
	var refused *kube.BudgetError
	switch {
	case errors.As(err, &refused):
		d.refused[pod.UID] = refusal{budgets, refused.Reason, refused.Uncounted()}
	case err != nil:
		return err
	default:
		d.granted[pod.UID] = true
	}
	return nil
}

// Uncounted tells that nothing keeps pods on the node but budgets that their controller has not looked at.
func (d *Drain) Uncounted(v observe.View) bool {
	p := d.plan(v)
	return len(p.left) > 0 && p.uncounted == len(p.left)
}

// plan is what is to be done, and why the node is not empty yet.
type plan struct {
	evict     []*corev1.Pod
	lost      []string          // pods that a drain may not lose
	left      []string          // every pod that is still there, and why
	uncounted int               // of these, that are there for budgets that nobody has looked at
	budgets   map[string]string // namespace → versions of its budgets, as of this plan
}

// plan looks at the pods of the node with the rules of kubectl drain
// --ignore-daemonsets --delete-emptydir-data.
func (d *Drain) plan(v observe.View) plan {
	p := plan{budgets: map[string]string{}}
	for _, obj := range v.List(d.Budgets, "", nil) {
		p.budgets[obj.GetNamespace()] += obj.GetName() + "=" + obj.GetResourceVersion() + " "
	}
	for _, obj := range v.List(d.Pods, "", nil) {
		pod := kube.As[corev1.Pod](obj)
		if pod == nil || pod.Spec.NodeName != d.node || staysOnDrain(pod) {
			continue
		}
		name := fmt.Sprintf("pod %q", d.name(pod))
		refused, tried := d.refused[pod.UID]
		switch {
		case pod.DeletionTimestamp != nil || d.granted[pod.UID]:
			p.left = append(p.left, name+" is ending")
		case tried && refused.budgets == p.budgets[pod.Namespace]:
			if refused.uncounted {
				p.uncounted++
			}
			p.left = append(p.left, fmt.Sprintf("%s may not be evicted: %s", name, refused.reason))
		case d.wouldBeLost(pod):
			p.lost = append(p.lost, name+" has no controller")
			p.left = append(p.left, name+" has no controller")
		default:
			p.evict = append(p.evict, pod)
			p.left = append(p.left, name+" is to be evicted")
		}
	}
	return p
}

// name leaves the scenario's own namespaces out.
func (d *Drain) name(pod *corev1.Pod) string {
	if d.own[pod.Namespace] {
		return pod.Name
	}
	return pod.Namespace + "/" + pod.Name
}

// staysOnDrain tells of the pods that a drain leaves alone: a DaemonSet would
// make them again at once, and mirror pods only show what the kubelet runs.
func staysOnDrain(pod *corev1.Pod) bool {
	if _, mirror := pod.Annotations[corev1.MirrorPodAnnotationKey]; mirror {
		return true
	}
	owner := metav1.GetControllerOf(pod)
	return owner != nil && owner.Kind == "DaemonSet"
}

// wouldBeLost tells of the pods for which kubectl drain wants --force. The
// scenario may lose its own; those of others are not its to lose.
func (d *Drain) wouldBeLost(pod *corev1.Pod) bool {
	finished := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	return metav1.GetControllerOf(pod) == nil && !finished && !d.own[pod.Namespace]
}
