package world

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
)

// sending is what is known about the programs before something is sent over the network.
type sending struct {
	enforcers *enforcers
	nodes     map[string]string // the nodes with pods of the scenario, and the state of their programs
	unknown   bool              // the pod that sends has no IP yet, so no policy applies to it
}

// beginSending waits until the nodes of the scenario's pods enforce everything that it has seen.
func (w *World) beginSending(ctx context.Context, q Question) (sending, error) {
	if !q.sends() {
		return sending{}, nil
	}
	e, err := w.enforcersOf(ctx)
	if err != nil || e == nil {
		return sending{}, err
	}
	s := sending{enforcers: e}
	with := map[string]bool{}
	w.Timeline.View(func(v observe.View) {
		for _, obj := range v.List(e.pod, "", nil) {
			if pod := kube.As[corev1.Pod](obj); pod != nil && pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
				with[pod.Spec.NodeName] = true
				s.unknown = s.unknown || pod.Namespace == q.Namespace && pod.Name == q.Pod && len(pod.Status.PodIPs) == 0
			}
		}
	})
	s.nodes, err = w.untilEnforced(ctx, e, func(node string) bool { return with[node] }, nil)
	return s, err
}

// errAway is the error of an answer that shows nothing of the policies, and that the next attempt may well show.
var errAway = errors.New("this shows nothing of NetworkPolicies")

// endSending returns an error if an answer, or the failure to get one, shows nothing of the policies.
func (w *World) endSending(ctx context.Context, s sending, failed error) error {
	if s.enforcers == nil {
		return nil
	}
	if s.unknown && failed == nil {
		return fmt.Errorf("%w: the pod that was asked to send had no IP yet", errAway)
	}
	asked, err := w.askEnforcers(ctx, s)
	if err != nil {
		return err
	}
	states, err := w.untilEnforced(ctx, s.enforcers, func(node string) bool { return s.nodes[node] != "" }, asked)
	if err != nil {
		return err
	}
	for node, state := range states {
		if state != s.nodes[node] {
			return fmt.Errorf("%w: the program that enforces them on node %q did not run all the time", errAway, node)
		}
	}
	return nil
}

// askEnforcers writes a question into the Leases of nodes, and returns the revisions that have it.
func (w *World) askEnforcers(ctx context.Context, s sending) (map[string]uint64, error) {
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	asked := map[string]uint64{}
	for node := range s.nodes {
		to := w.Run.Client.Writer(nil, func(c kube.Change) { asked[node] = numberIn(map[string]string{"": c.Revision}, "") })
		patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": map[string]string{enforcerAsked: rand.Text()}}})
		if err == nil {
			err = to.Patch(ctx, kube.Ref{Kind: s.enforcers.lease, Namespace: tags.NetworkPolicy, Name: node}, patch)
		}
		if err != nil {
			return nil, fmt.Errorf("ask whether NetworkPolicies are enforced: %w", err)
		}
	}
	return asked, nil
}

// mayRepeat reports whether a question may be asked again at once: it belongs to a check, which may ask any number of times.
func (w *World) mayRepeat(q Question) bool {
	step := w.At()
	return !q.Once && step >= 0 && step < len(w.Scenario.Acts) && !w.Scenario.Acts[step]
}

// sends reports whether the answer to a question may depend on what is let through between pods.
func (q Question) sends() bool {
	switch q.Kind {
	case QuestionURL, QuestionForwarded, QuestionContainer, QuestionNode, QuestionLoad, QuestionLocal, QuestionHealth, QuestionOwn, QuestionRequest:
		return true
	case QuestionMember, QuestionLog, QuestionLogs, QuestionWrite, QuestionField, QuestionAccess, QuestionNetwork, QuestionClasses:
	}
	return false
}
