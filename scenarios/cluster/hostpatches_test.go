package cluster

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

func TestHostPatches(t *testing.T) {
	for name, c := range map[string]struct {
		host                host.Host
		kubeadm, containerd []string // their content; empty: there is no patch
	}{
		"a laptop":                 {},
		"cgroup v1":                {host.Host{CgroupV1: true}, []string{"failCgroupV1: false", "cgroupDriver: cgroupfs"}, []string{"SystemdCgroup = false"}},
		"without CAP_SYS_RESOURCE": {host.Host{RestrictOOMScoreAdj: true}, nil, []string{"restrict_oom_score_adj = true"}},
	} {
		kubeadm, containerd := hostPatches(&c.host)
		for what, both := range map[string][2][]string{"kubeadm": {kubeadm, c.kubeadm}, "containerd": {containerd, c.containerd}} {
			got, want := strings.Join(both[0], "\n"), both[1]
			if len(want) == 0 && got != "" {
				t.Errorf("%s: %s is patched: %s", name, what, got)
			}
			for _, part := range want {
				if !strings.Contains(got, part) {
					t.Errorf("%s: %q is not in the patch for %s: %s", name, part, what, got)
				}
			}
		}
	}
}
