package metallb

import (
	"net/netip"
	"strings"
	"testing"
)

func prefixes(t *testing.T, texts ...string) []netip.Prefix {
	t.Helper()
	var out []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestPoolOf(t *testing.T) {
	for name, c := range map[string]struct {
		subnets string // separated by spaces
		upper   string // the range in which the pool must be
		size    int
	}{
		"what Docker gives":     {"172.18.0.0/16 fc00:f853:ccd:e793::/64", "172.18.128.0/17", 16},
		"IPv6 first":            {"fc00::/64 172.19.0.0/16", "172.19.128.0/17", 16},
		"an address in it":      {"172.18.3.4/16", "172.18.128.0/17", 16},
		"small":                 {"10.1.2.0/24", "10.1.2.128/25", 16},
		"one pool, no more":     {"10.1.2.32/27", "10.1.2.48/28", 15},
		"the smallest":          {"10.1.2.16/28", "10.1.2.24/29", 7},
		"large":                 {"10.0.0.0/8", "10.128.0.0/9", 16},
		"at the end of numbers": {"255.255.0.0/16", "255.255.128.0/17", 16},
	} {
		t.Run(name, func(t *testing.T) {
			upper := netip.MustParsePrefix(c.upper)
			for _, cluster := range []string{"gherkind", "h1", "a", "b", ""} {
				p, err := poolOf(prefixes(t, strings.Fields(c.subnets)...), cluster)
				if err != nil {
					t.Fatal(err)
				}
				n := 1
				for a := p.first; a != p.last; a = a.Next() {
					n++
				}
				if !upper.Contains(p.first) || !upper.Contains(p.last) || upper.Contains(p.last) && !upper.Contains(p.last.Next()) {
					t.Errorf("%q: %s is not in %s, or has its last address", cluster, p, upper)
				}
				if n != c.size && n != c.size-1 { // the last pool of a subnet excludes the broadcast address
					t.Errorf("%q: %s has %d addresses, want %d", cluster, p, n, c.size)
				}
			}
		})
	}
}

func TestPoolsOfClustersDiffer(t *testing.T) {
	subnets := prefixes(t, "172.18.0.0/16")
	seen := map[pool]string{}
	for _, cluster := range []string{"gherkind", "gherkind-ha", "gherkind-lifecycle", "h1", "h2", "ci-1", "ci-2"} {
		p, err := poolOf(subnets, cluster)
		if err != nil {
			t.Fatal(err)
		}
		if other, taken := seen[p]; taken {
			t.Errorf("%s and %s share %s", cluster, other, p)
		}
		seen[p] = cluster
		if again, _ := poolOf(subnets, cluster); again != p {
			t.Errorf("%s: %s, then %s", cluster, p, again)
		}
	}
}

func TestNoPool(t *testing.T) {
	for subnets, want := range map[string]string{
		"":                               "no IPv4 subnet",
		"fc00:f853:ccd:e793::/64":        "no IPv4 subnet",
		"10.0.0.0/29":                    "10.0.0.0/29 of the nodes is too small",
		"10.0.0.1/32":                    "too small",
		"fc00:f853:ccd::/64 10.0.0.0/30": "too small",
	} {
		_, err := poolOf(prefixes(t, strings.Fields(subnets)...), "x")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", subnets, err, want)
		}
	}
}
