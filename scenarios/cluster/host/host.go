package host

import (
	"context"
	"fmt"
	"os"
)

// StateDir is the folder for the log of a dockerd that gherkind started, and for the runtime wrapper. Both outlive runs and
// clusters.
const StateDir = "/var/lib/gherkind"

// Options are the options of Ensure.
type Options struct {
	Progress Progress // may be nil
}

// Host describes what the machine, or rather its Docker daemon, can do.
type Host struct {
	DockerVersion string // of the daemon
	DockerRoot    string // the folder for images and containers
	Memory        uint64 // of the daemon's machine, in bytes
	// Local says that the daemon is a process of this machine, and not in a virtual machine or elsewhere.
	Local bool
	// Remote is the name of the machine of the daemon; "" if it is this one.
	Remote string
	// Started says that this call started the daemon.
	Started bool
	// CgroupV1 says that containers use cgroup v1. Since Kubernetes 1.35 the kubelet refuses to start there unless failCgroupV1 is
	// false.
	CgroupV1 bool
	// RestrictOOMScoreAdj says that processes in containers cannot lower oom_score_adj, which requires CAP_SYS_RESOURCE, so that
	// containerd must be configured not to try.
	RestrictOOMScoreAdj bool
}

// Ensure returns when Docker answers and can run a kind node. If it cannot, an *EnvironmentError says what a person must do
// first.
func Ensure(ctx context.Context, opts Options) (*Host, error) {
	m := newMachine(opts.Progress)
	m.progress.Step("look at Docker and the limits of this machine")
	status, err := m.docker(ctx)
	if err != nil {
		return nil, err
	}
	if m.running != nil {
		if status, err = m.fitRuntime(ctx, status); err != nil {
			return nil, err
		}
	}
	m.raiseInotify()
	h, err := m.describe(status)
	if err != nil {
		return nil, err
	}
	m.progress.Done(h.summary(m.log()))
	return h, nil
}

// machine is the state of one call of Ensure.
type machine struct {
	progress Progress
	root     bool     // this process runs as root
	remote   string   // the machine of the daemon, if it is another one
	running  *process // the dockerd of this machine; nil if unknown
	started  bool
}

func newMachine(p Progress) *machine {
	return &machine{progress: OrSilent(p), root: os.Geteuid() == 0}
}

func (m *machine) describe(status *dockerStatus) (*Host, error) {
	h := &Host{
		DockerVersion: status.ServerVersion,
		DockerRoot:    status.DockerRootDir,
		Memory:        status.MemTotal,
		Local:         m.running != nil,
		Remote:        m.remote,
		Started:       m.started,
	}
	if m.running != nil {
		h.RestrictOOMScoreAdj = !m.running.bounding.has(capSysResource)
	}
	var err error
	h.CgroupV1, err = cgroupV1(status.CgroupVersion, "/sys/fs/cgroup")
	return h, err
}

func (h *Host) summary(log string) string {
	s := "Docker " + h.DockerVersion
	if h.Started {
		s += fmt.Sprintf(", started here (log: %s)", log)
	}
	if h.CgroupV1 {
		s += ", cgroup v1: the kubelet is told to accept it, and to set limits without systemd"
	}
	if h.RestrictOOMScoreAdj {
		s += ", no CAP_SYS_RESOURCE: containerd is told to leave oom_score_adj alone"
	}
	return s
}
