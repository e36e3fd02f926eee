// Command enforcer enforces NetworkPolicies on its node, in a cluster whose network does not. The first packet of each connection
// from or to a pod that a policy selects is given to the policy engine of kube-network-policies, which accepts or drops it.
// Connections that exist when a policy is written continue. Traffic between a pod and its own node is not filtered.
//
// The engine has a data plane of its own, which needs "queue" of nftables in the kernel. Some kernels lack it, and have the NFQUEUE
// target of iptables, as kube-proxy needs the other targets. So this program adds rules for iptables, which are the same on all
// kernels; where the rules of the engine are accepted too, a packet is judged twice, by the same code.
//
// If the program ends, its rules stay: new connections of the pods that policies selected at that time are dropped until it runs
// again. It is ready when its node enforces what the API server has shown it, and says in a Lease
// how far that is.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

const (
	// queue is the number of the queue between the kernel and the engine.
	queue = 100
	// again is the interval at which the rules are restored, because another program may have removed them.
	again = 10 * time.Second
	// soon is the interval at which failed operations are retried: the first time, the engine does not read the queue yet.
	soon = 200 * time.Millisecond
	// namespace is the namespace of this program.
	namespace = "network-policy"
	// port is where readiness is asked for, on the loopback address of the node.
	port = 10261
)

func main() {
	log.SetFlags(log.Ltime | log.Lmsgprefix)
	log.SetPrefix("enforcer of network policies: ")
	except := flag.String("except", "", "label selector of namespaces whose policies are not enforced")
	host := flag.String("host", "/host", "where the root of the node is mounted")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, *except, *host)
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		log.Print(err)
		os.Exit(1)
	}
}

func run(ctx context.Context, except, host string) error {
	ignored, err := selector(except)
	if err != nil {
		return err
	}
	node, err := os.Hostname() // of a pod in the network of its node
	if err != nil {
		return fmt.Errorf("read the name of this node: %w", err)
	}
	client, err := newClient()
	if err != nil {
		return err
	}
	w := newWatches(client, node, ignored)
	engine, err := networkpolicy.NewController(client, w.policies, w.namespaces, holders{w.pods}, nil, nil, nil, nil,
		networkpolicy.Config{NodeName: node, QueueID: queue, NFTableName: "gherkind-network-policy"})
	if err != nil {
		return fmt.Errorf("make the policy engine: %w", err)
	}
	told := newReporter(node, client.CoordinationV1().Leases(namespace), w.stores())
	changed, err := w.signals(&told.concerns)
	if err != nil {
		return fmt.Errorf("watch for changes: %w", err)
	}
	s := &state{}
	r := rules{host: host, selected: func() ([]string, error) { return selectedIPs(node, w.policies.Lister(), w.pods.Lister()) }}
	return together(ctx,
		func(ctx context.Context) error { return serve(ctx, s) },
		told.interruptions.watch,
		told.publish,
		func(ctx context.Context) error {
			w.start(ctx)
			return goesOn(ctx, "the policy engine", engine.Run(ctx))
		},
		func(ctx context.Context) error {
			if err := w.synced(ctx); err != nil {
				return err
			}
			return follow(ctx, changed, r, s, told)
		})
}

// selector returns what matches the namespaces that are left out; nothing, if the text is empty.
func selector(text string) (labels.Selector, error) {
	if text == "" {
		return labels.Nothing(), nil
	}
	s, err := labels.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read -except: %w", err)
	}
	return s, nil
}

func newClient() (kubernetes.Interface, error) {
	config, err := rest.InClusterConfig()
	if err != nil {
		return nil, fmt.Errorf("find the API server: %w", err)
	}
	config.AcceptContentTypes, config.ContentType = "application/vnd.kubernetes.protobuf,application/json", "application/vnd.kubernetes.protobuf"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	return client, nil
}

// follow keeps the rules as the cluster is, and says so.
func follow(ctx context.Context, changed <-chan struct{}, r rules, s *state, told *reporter) error {
	for restore := true; ; {
		err := enforce(ctx, restore, &r, told)
		s.set(err)
		pause := again
		if err != nil {
			pause = soon
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-changed:
			timer.Stop()
			restore = false
		case <-timer.C:
			restore = err == nil || r.written == nil
		}
	}
}

// enforce writes the rules, and tells what they hold.
func enforce(ctx context.Context, restore bool, r *rules, told *reporter) error {
	now, err := told.look()
	if err != nil {
		return err
	}
	if err := r.sync(ctx, restore); err != nil {
		return err
	}
	unjudged, err := bound("/proc/net/netfilter/nfnetlink_queue", queue)
	if err == nil {
		told.tell(now, unjudged)
	}
	return err
}

// goesOn returns the error of a task that must not end before ctx does.
func goesOn(ctx context.Context, what string, err error) error {
	if err == nil && ctx.Err() == nil {
		err = errors.New("it has ended")
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", what, err)
	}
	return ctx.Err()
}

// together runs all tasks until the first one ends, and returns its error.
func together(ctx context.Context, tasks ...func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	for _, task := range tasks {
		running.Go(func() { cancel(task(ctx)) })
	}
	running.Wait()
	return context.Cause(ctx)
}
