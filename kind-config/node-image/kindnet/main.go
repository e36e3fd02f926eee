// Command kindnet gives pods of a kind cluster addresses and a way to each
// other. It stands in for kind's own kindnetd, which is not published as a Go
// module, in node images that are built where no image registry answers.
//
// On its own node it writes the CNI configuration (ptp, host-local addresses
// out of the node's pod CIDR, host ports), keeps a route to every other node's
// pod CIDR, makes the rest of the pod network unreachable, and masquerades what
// leaves it. It watches nodes and acts on what changed. It does less than
// kindnetd: no network policies, no DNS cache.
//
// It is configured by its host name, the name of this node, and by the
// environment that kind's manifest gives: POD_SUBNET, all pods' addresses.
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

// again is the pause before another try of what failed, and between two looks
// at firewall rules and routes that something else may have removed.
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

// apply brings the node to the plan, however it is now. Routes come first: once
// the CNI configuration is there the node counts as ready for pods.
func (p plan) apply(cfg config) error {
	if len(p.podCIDRs) == 0 {
		return nil // this node has no addresses for pods yet
	}
	return errors.Join(setRoutes(p.routes, cfg.podSubnets), masquerade(cfg.podSubnets), writeConflist(cniFile, p.podCIDRs))
}
