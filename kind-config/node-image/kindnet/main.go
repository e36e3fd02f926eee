// Command kindnet is the network plugin of a kind cluster: it assigns addresses to pods and routes their traffic. It replaces
// kind's kindnetd, which is not published as a Go module, in node images that are built without an image registry.
//
// On each node, it writes the CNI configuration (ptp, host-local addresses from the pod CIDR of the node, host ports), maintains a
// route to the pod CIDR of every other node, makes the rest of the pod network unreachable, and masquerades traffic that leaves the
// pod network. It watches nodes to follow changes. Unlike kindnetd, it has no network policies and no DNS cache.
//
// Its configuration is the host name, which is the name of the node, and the environment variable POD_SUBNET, the subnets of all
// pods, which is set in kind's manifest.
package main

import (
	"context"
	"errors"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// again is the interval at which firewall rules and routes are restored, because another program may have removed them, and at
// which failed operations are retried.
const again = 10 * time.Second

func main() {
	log.SetFlags(log.Ltime | log.Lmsgprefix)
	log.SetPrefix("kindnet of gherkind (a stand-in for kindnetd): ")
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		log.Print(err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	cfg, err := readConfig(os.Hostname, os.Getenv)
	if err != nil {
		return err
	}
	nodes, err := watchNodes(ctx)
	if err != nil {
		return err
	}
	log.Printf("node %s, pods %v", cfg.node, cfg.podSubnets)
	retry := time.NewTicker(again)
	defer retry.Stop()
	var last plan
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-nodes.changed:
		case <-retry.C:
		}
		next := makePlan(cfg, nodes.list())
		if next.describe() != last.describe() {
			log.Print(next.describe())
		}
		if err := next.apply(cfg); err != nil {
			log.Printf("trying again in %s: %v", again, err)
		}
		last = next
	}
}

// apply configures the node according to the plan, whatever its current state is. The CNI configuration is written last, because
// it makes the node ready for pods.
func (p plan) apply(cfg config) error {
	if len(p.podCIDRs) == 0 {
		return nil // this node has no pod CIDR yet
	}
	return errors.Join(setRoutes(p.routes, cfg.podSubnets), masquerade(cfg.podSubnets), writeConflist(cniFile, p.podCIDRs))
}
