package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// machineAway returns an error if the machine of a node did not run for a part of the scenario, and the failure may be due to
// that. Nodes that the scenario has locked do not count, since it may have stopped them itself, and neither does a request that
// the API server has refused.
func (r *runner) machineAway(ctx context.Context, w *world.World, namespaces []string, s *report.Scenario, failed error) error {
	if tags.Has(s.Tags, tags.Exclusive) || refused(failed) {
		return nil
	}
	nodes := r.unlocked(s)
	if len(nodes) == 0 {
		return nil
	}
	node, how, err := r.machineDown(ctx, nodes, s.Started, time.Now())
	if err == nil && node == "" {
		node, how, err = notReady(ctx, w.Run.Client, nodes, s.Started)
	}
	if err != nil || node == "" {
		return err
	}
	depends, err := r.dependsOnNodes(ctx, w, namespaces, s, failed)
	if err != nil || !depends {
		return err
	}
	return inconclusive(node, how)
}

// machineDown returns a node whose machine did not run all the time, and how that is; "" if there is none.
func (r *runner) machineDown(ctx context.Context, nodes []string, since, until time.Time) (node, how string, err error) {
	if node, how, err = nodecontrol.Away(ctx, r.session.cluster, nodes, since, until); err != nil {
		return "", "", fmt.Errorf("check whether the machines of the nodes were running: %w", err)
	}
	return node, how, nil
}

func inconclusive(node, how string) error {
	return fmt.Errorf("node %s: %s, and this scenario did not do that, so its failure is inconclusive", node, how)
}

// machineAwayFromPod is machineAway for a result of a pod of the cluster. The pod knows of a machine only what the Ready condition of
// its node says, which takes some 40 seconds to tell that the machine is gone.
func (r *runner) machineAwayFromPod(ctx context.Context, s *report.Scenario) error {
	step := s.FailedStep()
	if step == nil || s.Outcome() != report.OutcomeFailed || tags.Has(s.Tags, tags.Exclusive) {
		return nil
	}
	if len(s.Lanes)+s.LanesOmitted == 0 && !aboutNodes(step) && r.plan.SetUp == nil {
		return nil // without pods, it depends on no node
	}
	node, how, err := r.machineDown(ctx, r.unlocked(s), s.Started, s.Ended)
	if err != nil || node == "" {
		return err
	}
	return inconclusive(node, how)
}

// unlocked are the nodes that the scenario has not locked.
func (r *runner) unlocked(s *report.Scenario) (names []string) {
	locked := r.session.locks(s.Tags)
	for _, n := range r.session.cluster.Nodes {
		if !slices.Contains(locked, n.Name) {
			names = append(names, n.Name)
		}
	}
	return names
}

// dependsOnNodes reports whether a failure may be due to a node that did not run. It may if the scenario had pods (also those on
// other nodes need DNS and the network), if it sent requests to pods or nodes, if the failed step is about nodes, or if the run
// has a set-up, whose pods may be controllers. What the API server alone does depends on no node.
func (r *runner) dependsOnNodes(ctx context.Context, w *world.World, namespaces []string, s *report.Scenario, failed error) (bool, error) {
	if errors.As(failed, new(*probe.Failed)) || r.setUps != nil || r.options.Joins != nil {
		return true, nil
	}
	if step := s.FailedStep(); step != nil && aboutNodes(step) {
		return true, nil
	}
	had := false
	w.Timeline.View(func(v observe.View) {
		had = slices.ContainsFunc(v.All(), func(o observe.Observation) bool { return o.Ref.Kind.GVK.Kind == "Pod" })
	})
	if had {
		return true, nil
	}
	for _, namespace := range namespaces {
		pods, err := w.Run.Client.Typed().CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{Limit: 1})
		if err != nil {
			return false, fmt.Errorf("check whether the scenario has pods: %w", err)
		}
		if len(pods.Items) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// aboutNodes reports whether a step names nodes, in either language.
func aboutNodes(step *report.Step) bool {
	return strings.Contains(step.Definition, "node") || strings.Contains(step.Text, "node") || strings.Contains(step.Text, "节点")
}

// refused reports whether the API server has answered a request with an error of the request: no machine has a part in that.
func refused(failed error) bool {
	if errors.As(failed, new(*observe.Missed)) || errors.As(failed, new(*probe.Failed)) {
		return false
	}
	var answer apierrors.APIStatus
	return errors.As(failed, &answer) && answer.Status().Code >= http.StatusBadRequest && answer.Status().Code < http.StatusInternalServerError &&
		!apierrors.IsTooManyRequests(failed)
}

// notReady returns a node that is not ready, or has become ready since then; "" if there is none.
func notReady(ctx context.Context, client *kube.Client, nodes []string, since time.Time) (node, how string, err error) {
	list, err := client.Typed().CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return "", "", fmt.Errorf("check whether the nodes are ready: %w", err)
	}
	for _, n := range list.Items {
		i := slices.IndexFunc(n.Status.Conditions, func(c corev1.NodeCondition) bool { return c.Type == corev1.NodeReady })
		if i < 0 || !slices.Contains(nodes, n.Name) {
			continue
		}
		switch c := n.Status.Conditions[i]; {
		case c.Status != corev1.ConditionTrue:
			return n.Name, fmt.Sprintf("it is not ready (%s: %s)", c.Reason, c.Message), nil
		case c.LastTransitionTime.After(since):
			return n.Name, "it was not ready until " + c.LastTransitionTime.Local().Format(time.TimeOnly), nil
		}
	}
	return "", "", nil
}
