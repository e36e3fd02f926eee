package cluster

import "github.com/gherkind/gherkind/scenarios/cluster/host"

// cgroupfs keeps containerd from setting limits through systemd. On cgroup v1 runc
// freezes each container for that while it starts it, and on a busy machine gives up
// now and then: the start fails ("unable to freeze") and counts as a restart.
const cgroupfs = `[plugins."io.containerd.grpc.v1.cri".containerd.runtimes]
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.test-handler.options]
    SystemdCgroup = false
`

// hostPatches are what only some hosts need.
func hostPatches(h *host.Host) (kubeadm, containerd []string) {
	if h.CgroupV1 {
		kubeadm = append(kubeadm, "kind: KubeletConfiguration\nfailCgroupV1: false\ncgroupDriver: cgroupfs\n")
		containerd = append(containerd, cgroupfs)
	}
	if h.RestrictOOMScoreAdj {
		containerd = append(containerd, "[plugins.\"io.containerd.grpc.v1.cri\"]\n  restrict_oom_score_adj = true\n")
	}
	return kubeadm, containerd
}
