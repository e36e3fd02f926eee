package simulated

import (
	"net/netip"
	"strings"
	"testing"
)

func TestTheLastFreeRange(t *testing.T) {
	for name, c := range map[string]struct{ whole, taken, want string }{
		"kind's":           {"10.244.0.0/16", "10.244.0.0/24 10.244.3.0/24", "10.244.255.0/24"},
		"the last is not":  {"10.244.0.0/16", "10.244.255.0/24 10.244.0.0/24", "10.244.254.0/24"},
		"IPv6":             {"fd00:10:244::/56", "fd00:10:244::/64", "fd00:10:244:ff::/64"},
		"one is left":      {"10.0.0.0/23", "10.0.1.0/24", "10.0.0.0/24"},
		"a start in it":    {"10.244.7.0/16", "10.244.0.0/24", "10.244.255.0/24"},
		"none is left":     {"10.0.0.0/23", "10.0.1.0/24 10.0.0.0/24", "all ranges for pods in 10.0.0.0/23 belong to nodes"},
		"another family":   {"fd00::/56", "10.0.1.0/24", "10.0.1.0/24, are not in that of the cluster"},
		"larger than that": {"10.0.0.0/24", "10.0.0.0/16", "10.0.0.0/16, are not in that of the cluster"},
	} {
		var taken []netip.Prefix
		for text := range strings.FieldsSeq(c.taken) {
			taken = append(taken, netip.MustParsePrefix(text))
		}
		free, err := lastFree(netip.MustParsePrefix(c.whole), taken)
		if got := free.String(); err == nil && got != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %s, %v; want %s", name, got, err, c.want)
		}
	}
}

func TestNamesOfSimulatedNodes(t *testing.T) {
	for name, want := range map[string]bool{
		"simulated-1": true, "simulated-40": true, "simulated-41": false, "simulated-0": false, "simulated-": false, "simulated-01": false,
		"simulated-+1": false, "simulated--1": false, "worker": false, "gherkind-simulated-1": false, "": false,
	} {
		if got := Has(40, name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if !Has(1, Name(1)) || Has(0, Name(1)) || !Is(Name(Most)) || Is(Name(Most+1)) {
		t.Error("Name does not match Has and Is")
	}
}
