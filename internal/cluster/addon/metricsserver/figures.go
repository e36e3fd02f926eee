package metricsserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

const (
	apiService = "apiservice/v1beta1.metrics.k8s.io"
	nodesPath  = "/apis/metrics.k8s.io/v1beta1/nodes"

	requestTimeout = "--request-timeout=20s"
)

// patience is how long to wait.
type patience struct {
	available time.Duration // for the API server to reach a program that is ready
	figures   time.Duration // for the figures of all nodes; those of one take two answers of its kubelet, ten seconds apart
}

// serves waits until the metrics API is available and has figures of every node that is ready. A node that somebody has stopped
// is not awaited.
func (p patience) serves(ctx context.Context, kubectl addon.Kubectl) error {
	if _, err := kubectl.Run(ctx, "wait", "--for=condition=Available", apiService, "--timeout="+p.available.String()); err != nil {
		return fmt.Errorf("wait for the API server to reach it: %w\n%s", err, condition(ctx, kubectl))
	}
	bounded, cancel := context.WithTimeout(ctx, p.figures)
	defer cancel()
	var lacking error
	err := addon.Poll(bounded, func(context.Context) (bool, error) { // an answer is awaited, so that there is something to say
		nodes, err := kubectl.Run(ctx, "get", "nodes", "--selector=!"+simulated.Label, "--output=json", requestTimeout)
		if err != nil {
			return false, err
		}
		var figures string
		if figures, lacking = kubectl.Run(ctx, "get", "--raw", nodesPath, requestTimeout); lacking == nil {
			lacking = lacks([]byte(nodes), []byte(figures))
		}
		return lacking == nil, ctx.Err()
	})
	if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return err
	}
	return fmt.Errorf("after %s %w", p.figures, lacking)
}

// lacks returns an error that names the nodes without figures; nil if each node that is ready has some.
func lacks(nodes, figures []byte) error {
	var all corev1.NodeList
	if err := json.Unmarshal(nodes, &all); err != nil {
		return fmt.Errorf("read the nodes: %w", err)
	}
	// The types of the metrics API are in a module of their own, of which nothing else is needed.
	var measured struct {
		Items []struct {
			metav1.ObjectMeta `json:"metadata"`
			Usage             corev1.ResourceList `json:"usage"`
		} `json:"items"`
	}
	if err := json.Unmarshal(figures, &measured); err != nil {
		return fmt.Errorf("read the figures of nodes: %w", err)
	}
	has := map[string]bool{}
	for _, m := range measured.Items {
		has[m.Name] = len(m.Usage) > 0
	}
	var missing []string
	for i := range all.Items {
		if node := &all.Items[i]; ready(node) && !has[node.Name] {
			missing = append(missing, node.Name)
		}
	}
	switch {
	case len(all.Items) == 0:
		return errors.New("there are no nodes")
	case len(missing) > 0:
		return fmt.Errorf("the metrics API has no figures of %s", strings.Join(missing, ", "))
	}
	return nil
}

func ready(node *corev1.Node) bool {
	return slices.ContainsFunc(node.Status.Conditions, func(c corev1.NodeCondition) bool {
		return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	})
}

// condition returns what the API server says about the metrics API. It only adds to an error; "" if it cannot be read.
func condition(ctx context.Context, kubectl addon.Kubectl) string {
	said, err := kubectl.Run(ctx, "get", apiService, `--output=jsonpath={.status.conditions[?(@.type=="Available")].message}`)
	if err != nil {
		return ""
	}
	return said
}
