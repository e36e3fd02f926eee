package main

import (
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func env(values map[string]string) func(string) string {
	return func(k string) string { return values[k] }
}

func TestReadConfig(t *testing.T) {
	hostname := func() (string, error) { return "worker", nil }
	cfg, err := readConfig(hostname, env(map[string]string{"POD_SUBNET": "10.244.0.0/16,fd00:10:244::/56"}))
	if err != nil || cfg.node != "worker" || len(cfg.podSubnets) != 2 {
		t.Fatalf("got %+v, %v", cfg, err)
	}
	if _, err := readConfig(hostname, env(nil)); err == nil || !strings.Contains(err.Error(), "POD_SUBNET") {
		t.Errorf("without POD_SUBNET: got %v", err)
	}
	nameless := func() (string, error) { return "", errors.New("no name") }
	if _, err := readConfig(nameless, env(nil)); err == nil || !strings.Contains(err.Error(), "no name") {
		t.Errorf("without a host name: got %v", err)
	}
}

func node(name, ip string, cidrs ...string) *corev1.Node {
	n := &corev1.Node{Spec: corev1.NodeSpec{PodCIDRs: cidrs}}
	n.Name = name
	n.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeHostName, Address: "172.18.0.2"}, // a host name that looks like an address
		{Type: corev1.NodeInternalIP, Address: ip},
	}
	return n
}

func TestMakePlan(t *testing.T) {
	cfg := config{node: "own"}
	for name, c := range map[string]struct {
		nodes []*corev1.Node
		want  string
	}{
		"none": {nil, "this node has no pod CIDR yet"},
		"own only": {[]*corev1.Node{node("own", "172.18.0.2", "10.244.0.0/24")},
			"pods of this node: [10.244.0.0/24]; routes:"},
		"sorted": {[]*corev1.Node{node("node4", "172.18.0.4", "10.244.2.0/24"), node("own", "172.18.0.2", "10.244.0.0/24"), node("node3", "172.18.0.3", "10.244.1.0/24")},
			"pods of this node: [10.244.0.0/24]; routes: 10.244.1.0/24 via 172.18.0.3 10.244.2.0/24 via 172.18.0.4"},
		"a new node without addresses": {[]*corev1.Node{node("own", "172.18.0.2", "10.244.0.0/24"), node("node5", "172.18.0.5")},
			"pods of this node: [10.244.0.0/24]; routes:"},
		"another node still reports the address that is now this node's": {
			[]*corev1.Node{node("node3", "172.18.0.3", "10.244.1.0/24"), node("own", "172.18.0.3", "10.244.0.0/24")},
			"pods of this node: [10.244.0.0/24]; routes: 10.244.1.0/24 via 172.18.0.3"},
		"no address of that IP family": {[]*corev1.Node{node("own", "172.18.0.2", "10.244.0.0/24"), node("node3", "172.18.0.3", "fd00::/64")},
			"pods of this node: [10.244.0.0/24]; routes:"},
	} {
		if got := makePlan(cfg, c.nodes).describe(); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
	old := node("own", "172.18.0.2")
	old.Spec.PodCIDR = "10.244.9.0/24" // the field for one CIDR only
	if got := makePlan(cfg, []*corev1.Node{old}).podCIDRs; len(got) != 1 {
		t.Errorf("spec.podCIDR alone: got %v", got)
	}
}

func TestWriteConflist(t *testing.T) {
	file := filepath.Join(t.TempDir(), "10-kindnet.conflist")
	if err := writeConflist(file, []netip.Prefix{netip.MustParsePrefix("10.244.1.0/24")}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		CNIVersion, Name string
		Plugins          []struct {
			Type string
			IPAM struct {
				Type   string
				Ranges [][]struct{ Subnet string }
				Routes []struct{ Dst string }
			}
			Capabilities map[string]bool
		}
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if list.Name != "kindnet" || len(list.Plugins) != 2 || list.Plugins[0].Type != "ptp" ||
		list.Plugins[0].IPAM.Ranges[0][0].Subnet != "10.244.1.0/24" || list.Plugins[0].IPAM.Routes[0].Dst != "0.0.0.0/0" ||
		!list.Plugins[1].Capabilities["portMappings"] {
		t.Errorf("got %s", data)
	}
	// An unchanged file is not written; a changed one is replaced.
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		cidr string
		mode os.FileMode
	}{{"10.244.1.0/24", 0o600}, {"10.244.2.0/24", 0o644}} {
		if err := writeConflist(file, []netip.Prefix{netip.MustParsePrefix(c.cidr)}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != c.mode {
			t.Errorf("%s: mode %v, %v", c.cidr, info.Mode(), err)
		}
		if data, err := os.ReadFile(file); err != nil || !strings.Contains(string(data), c.cidr) {
			t.Errorf("%s: got %s, %v", c.cidr, data, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Dir(file) + "/.*"); len(left) > 0 {
		t.Errorf("temporary files: %v", left)
	}
}

func TestMasqueradeRuleSparesThePodNetwork(t *testing.T) {
	rule := strings.Join(masqueradeRule(netip.MustParsePrefix("10.244.0.0/16")), " ")
	if !strings.HasPrefix(rule, "-s 10.244.0.0/16 ! -d 10.244.0.0/16 ") || !strings.HasSuffix(rule, "-j MASQUERADE") {
		t.Errorf("got %s", rule)
	}
}
