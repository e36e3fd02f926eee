package kwok

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

const (
	// controllerManager is the file on a control plane from which its kubelet runs the kube-controller-manager.
	controllerManager = "/etc/kubernetes/manifests/kube-controller-manager.yaml"
	// defaultGracePeriod is the grace period of a kube-controller-manager without the flag.
	defaultGracePeriod = 50 * time.Second
	// renewals is how many times a Lease is renewed within the grace period, so that one may be late.
	renewals = 2
	// perDuration is how many times kwok renews a Lease within its duration.
	perDuration = 4
)

// gracePeriod returns how long the cluster waits for a node that reports nothing before it is not ready.
func gracePeriod(ctx context.Context, node string) (time.Duration, error) {
	text, err := docker.ReadFile(ctx, node, controllerManager)
	if err != nil {
		return 0, fmt.Errorf("read how long a node may be silent: %w", err)
	}
	return gracePeriodIn(text)
}

// gracePeriodIn returns the grace period of the kube-controller-manager in a manifest.
func gracePeriodIn(manifest []byte) (time.Duration, error) {
	var pod corev1.Pod
	if err := yaml.Unmarshal(manifest, &pod); err != nil {
		return 0, fmt.Errorf("read how long a node may be silent: %w", err)
	}
	grace := defaultGracePeriod
	for _, c := range pod.Spec.Containers {
		for _, arg := range slices.Concat(c.Command, c.Args) {
			text, is := strings.CutPrefix(arg, "--node-monitor-grace-period=")
			if !is {
				continue
			}
			var err error
			if grace, err = time.ParseDuration(text); err != nil { // of several, the last is used
				return 0, fmt.Errorf("read how long a node may be silent: %w", err)
			}
		}
	}
	return grace, nil
}

// leaseSeconds returns the duration of the Leases of simulated nodes: then kwok renews them as often as renewals says. If they are
// renewed less often than once in the grace period, every node is not ready for a while between two renewals.
func leaseSeconds(grace time.Duration) int {
	return max(perDuration, int((grace * perDuration / renewals).Seconds()))
}
