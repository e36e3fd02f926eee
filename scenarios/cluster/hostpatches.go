package cluster

import "github.com/gherkind/gherkind/scenarios/cluster/host"

// cgroupfs keeps containerd from setting limits through systemd. For that, runc freezes each container while it starts, on cgroup
// v1. On a busy machine this sometimes fails ("unable to freeze"), and the failed start counts as a restart.
const cgroupfs = `[plugins."io.containerd.grpc.v1.cri".containerd.runtimes]
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.test-handler.options]
    SystemdCgroup = false
`

// hostPatches returns patches that only some hosts need.
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
