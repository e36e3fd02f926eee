package kwok

import (
	"strings"
	"testing"
	"time"
)

func TestGracePeriodOfAControllerManager(t *testing.T) {
	for name, c := range map[string]struct {
		command string
		want    time.Duration
		failed  string
	}{
		"of the topologies": {`[kube-controller-manager, --leader-elect=true, --node-monitor-grace-period=12s]`, 12 * time.Second, ""},
		"no flag":           {`[kube-controller-manager, --node-monitor-period=1s]`, 50 * time.Second, ""},
		"twice":             {`[kube-controller-manager, --node-monitor-grace-period=12s, --node-monitor-grace-period=1m]`, time.Minute, ""},
		"in the arguments":  {`[sh], args: [--node-monitor-grace-period=20s]`, 20 * time.Second, ""},
		"no duration":       {`[kube-controller-manager, --node-monitor-grace-period=12]`, 0, "missing unit"},
		"no YAML":           {`[`, 0, "read how long a node may be silent"},
	} {
		got, err := gracePeriodIn([]byte("spec: {containers: [{command: " + c.command + "}]}"))
		if got != c.want || (err == nil) != (c.failed == "") || err != nil && !strings.Contains(err.Error(), c.failed) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// kwok renews a Lease after a quarter of its duration, and up to 4 % later.
func TestALeaseIsRenewedWithinTheGracePeriod(t *testing.T) {
	for _, grace := range []time.Duration{2 * time.Second, 5 * time.Second, 12 * time.Second, 40 * time.Second, 50 * time.Second, 5 * time.Minute} {
		renewed := time.Duration(leaseSeconds(grace)) * time.Second / 4 * 104 / 100
		if renewed > grace*6/10 {
			t.Errorf("after %s, with a grace period of %s", renewed, grace)
		}
	}
}
