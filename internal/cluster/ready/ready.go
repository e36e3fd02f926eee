// Package ready waits until a cluster can schedule and start a pod.
package ready

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"

	"github.com/gherkind/gherkind/internal/apigroups"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Cluster describes the cluster to wait for.
type Cluster struct {
	Config *rest.Config
	Nodes  int // number of nodes
	// Containers are the containers of the nodes. A status from before the start of its node's container is stale and does not
	// count. For a node without a container here, every status counts.
	Containers []docker.Container
	// Resumed says when paused nodes were resumed.
	Resumed map[string]time.Time
}

// Await returns when the cluster can schedule and start a pod: all nodes are Ready, the DaemonSets (network, kube-proxy) and
// CoreDNS are available, and the default service account exists. kind itself only waits for control planes. It watches instead of
// polling. The error of a timeout is a [*host.EnvironmentError] and says what is missing.
func Await(ctx context.Context, c Cluster, timeout time.Duration) error {
	client, err := apigroups.New(c.Config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	w := newReadiness(client, c.Nodes, boots(c.Containers, c.Resumed))
	stop := w.start(ctx)
	defer stop()
	for {
		missing := w.missing()
		if len(missing) == 0 {
			return nil
		}
		select {
		case <-w.changed:
		case <-ctx.Done():
			return &host.EnvironmentError{
				Doing:  fmt.Sprintf("wait %s for the cluster to be ready", timeout),
				Advice: "look with kubectl get pods --all-namespaces; on a slow machine, free some memory and CPU",
				Err:    fmt.Errorf("%s: %w", strings.Join(missing, "; "), ctx.Err()),
			}
		}
	}
}

// readiness has caches of everything that must be ready.
type readiness struct {
	nodes   int
	boots   map[string]boot
	changed chan struct{}

	members  kept[*corev1.Node]
	accounts kept[*corev1.ServiceAccount]
	pods     kept[*corev1.Pod]
	leases   kept[*coordinationv1.Lease]
	daemons  kept[*appsv1.DaemonSet]
	deployed kept[*appsv1.Deployment]
}

func newReadiness(client clients, nodes int, boots map[string]boot) *readiness {
	core, apps, everywhere := client.CoreV1(), client.AppsV1(), metav1.NamespaceAll
	return &readiness{
		nodes: nodes, boots: boots, changed: make(chan struct{}, 1),
		members:  keep(client, core.Nodes(), &corev1.Node{}),
		accounts: keep(client, core.ServiceAccounts(everywhere), &corev1.ServiceAccount{}),
		pods:     keep(client, core.Pods(everywhere), &corev1.Pod{}),
		leases:   keep(client, client.CoordinationV1().Leases(everywhere), &coordinationv1.Lease{}),
		daemons:  keep(client, apps.DaemonSets(everywhere), &appsv1.DaemonSet{}),
		deployed: keep(client, apps.Deployments(everywhere), &appsv1.Deployment{}),
	}
}

// caches returns all caches.
func (r *readiness) caches() []cache.SharedIndexInformer {
	return []cache.SharedIndexInformer{r.members, r.accounts, r.pods, r.leases, r.daemons, r.deployed}
}

// start starts the watches and returns a function that stops them.
func (r *readiness) start(ctx context.Context) (stop func()) {
	signal := func() {
		select {
		case r.changed <- struct{}{}:
		default: // a signal is pending
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }, DeleteFunc: func(any) { signal() },
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, informer := range r.caches() {
		// Both return an error only if the informer was started before. While an API server starts, it refuses watches; they are
		// retried without logging.
		_ = informer.SetWatchErrorHandlerWithContext(func(context.Context, *cache.Reflector, error) {})
		_, _ = informer.AddEventHandler(handler)
		running.Go(func() { informer.RunWithContext(ctx) })
	}
	return func() {
		cancel()
		running.Wait()
	}
}

// missing returns what is not ready yet.
func (r *readiness) missing() []string {
	var missing []string
	missing = append(missing, r.missingNodes()...)
	missing = append(missing, r.missingDaemons()...)
	missing = append(missing, r.missingDNS()...)
	missing = append(missing, r.stale()...)
	if _, there := r.accounts.get(metav1.NamespaceDefault, "default"); !there {
		missing = append(missing, "the default service account does not exist yet")
	}
	return missing
}

func (r *readiness) missingNodes() []string {
	nodes := slices.DeleteFunc(r.members.in("", labels.Everything()), simulated.IsNode)
	var missing []string
	if len(nodes) < r.nodes {
		missing = append(missing, fmt.Sprintf("%d of %d nodes have joined", len(nodes), r.nodes))
	}
	for _, node := range nodes {
		if why := nodeNotReady(node); why != "" {
			missing = append(missing, why)
		}
	}
	return missing
}

// missingDaemons requires at least one DaemonSet (kind has two), and a ready pod of each on every node.
func (r *readiness) missingDaemons() []string {
	sets := r.daemons.in(metav1.NamespaceSystem, labels.Everything())
	if len(sets) == 0 {
		return []string{"the network and kube-proxy are not installed yet"}
	}
	var missing []string
	for _, set := range sets {
		if ready := int(set.Status.NumberReady); ready < r.nodes || set.Status.ObservedGeneration < set.Generation {
			missing = append(missing, fmt.Sprintf("%s is ready on %d of %d nodes%s", set.Name, ready, r.nodes, r.whyPods(set.Spec.Selector)))
		}
	}
	return missing
}

func (r *readiness) missingDNS() []string {
	dns, there := r.deployed.get(metav1.NamespaceSystem, "coredns")
	if !there {
		return []string{"CoreDNS is not installed yet"}
	}
	if dns.Status.ReadyReplicas < 1 || dns.Status.ReadyReplicas < dns.Status.Replicas || dns.Status.ObservedGeneration < dns.Generation {
		return []string{fmt.Sprintf("CoreDNS has %d of %d ready pods%s", dns.Status.ReadyReplicas, dns.Status.Replicas, r.whyPods(dns.Spec.Selector))}
	}
	return nil
}
