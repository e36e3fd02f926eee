package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
)

// selectedIPs returns the addresses of the pods on a node that policies select, sorted. Pods in the network of the node have none
// of their own. Those of pods that have ended may belong to others already.
func selectedIPs(node string, policies networkinglisters.NetworkPolicyLister, pods corelisters.PodLister) ([]string, error) {
	all, err := policies.List(labels.Everything())
	if err != nil {
		return nil, fmt.Errorf("list the policies: %w", err)
	}
	var ips []string
	for _, policy := range all {
		selects, err := metav1.LabelSelectorAsSelector(&policy.Spec.PodSelector)
		if err != nil {
			return nil, fmt.Errorf("read the selector of policy %s/%s: %w", policy.Namespace, policy.Name, err)
		}
		selected, err := pods.Pods(policy.Namespace).List(selects)
		if err != nil {
			return nil, fmt.Errorf("list the pods of policy %s/%s: %w", policy.Namespace, policy.Name, err)
		}
		for _, pod := range selected {
			if pod.Spec.NodeName != node || pod.Spec.HostNetwork || ended(pod) {
				continue
			}
			for _, ip := range pod.Status.PodIPs {
				ips = append(ips, ip.IP)
			}
		}
	}
	slices.Sort(ips)
	return slices.Compact(ips), nil
}

// rules are the rules of iptables on this node.
type rules struct {
	host     string // where the root of the node is mounted: its own iptables is used
	selected func() ([]string, error)
	written  *[]string // the addresses in the rules; nil before they are written
}

// sync writes the rules if the addresses have changed, or if they are to be restored.
func (r *rules) sync(ctx context.Context, restore bool) error {
	ips, err := r.selected()
	if err != nil {
		return err
	}
	if !restore && r.written != nil && slices.Equal(*r.written, ips) {
		return nil
	}
	r.written = nil
	if err := r.restore(ctx, "iptables", ips, netip.Addr.Is4); err != nil {
		return err
	}
	if _, err := os.Stat("/proc/net/if_inet6"); errors.Is(err, fs.ErrNotExist) {
		r.written = &ips
		return nil // this kernel has no IPv6
	}
	if err := r.restore(ctx, "ip6tables", ips, netip.Addr.Is6); err != nil {
		return err
	}
	r.written = &ips
	return nil
}

// restore writes the rules of one IP family, all at once.
func (r *rules) restore(ctx context.Context, tables string, ips []string, family func(netip.Addr) bool) error {
	have := r.command(ctx, tables, "--wait", "-t", table, "-C", "FORWARD")
	have.Args = append(have.Args, jump()...)
	text, err := ruleset(ips, family, have.Run() != nil)
	if err != nil {
		return err
	}
	write := r.command(ctx, tables+"-restore", "--noflush", "--wait")
	write.Stdin = strings.NewReader(text)
	if said, err := write.CombinedOutput(); err != nil {
		return fmt.Errorf("write the rules of %s: %w: %s", tables, err, strings.TrimSpace(string(said)))
	}
	return nil
}

// command runs a program of the node in the root of the node.
func (r *rules) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "/usr/sbin/"+name, args...)
	c.SysProcAttr, c.Dir = &syscall.SysProcAttr{Chroot: r.host}, "/"
	return c
}

const (
	// table comes before the table filter, whose rules see an accepted packet after that, and after the services were translated to
	// pods.
	table = "mangle"
	chain = "GHERKIND-POLICIES"
)

// jump returns the rule that leads to the chain: all packets that do not belong to an accepted connection.
func jump() []string {
	return []string{"-m", "conntrack", "!", "--ctstate", "ESTABLISHED,RELATED", "-m", "comment", "--comment", "gherkind: network policies", "-j", chain}
}

// ruleset returns the rules for iptables-restore: packets from and to the addresses are given to the engine. Without the engine,
// they are dropped.
func ruleset(ips []string, family func(netip.Addr) bool, jumps bool) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "*%s\n:%s - [0:0]\n", table, chain)
	for _, text := range ips {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			return "", fmt.Errorf("read the address of a pod: %w", err)
		}
		if !family(ip) {
			continue
		}
		for _, direction := range []string{"-s", "-d"} {
			fmt.Fprintf(&b, "-A %s %s %s -j NFQUEUE --queue-num %d\n", chain, direction, ip, queue)
		}
	}
	if jumps {
		quoted := jump()
		for i, word := range quoted {
			if strings.Contains(word, " ") {
				quoted[i] = `"` + word + `"`
			}
		}
		fmt.Fprintf(&b, "-I FORWARD %s\n", strings.Join(quoted, " "))
	}
	b.WriteString("COMMIT\n")
	return b.String(), nil
}
