package host

import (
	"context"
	"fmt"
	"os"
)

// StateDir is where the log of a dockerd that gherkind started and the runtime
// wrapper are kept. Both outlive a run, and a cluster.
const StateDir = "/var/lib/gherkind"

// Options of Ensure.
type Options struct {
	Progress Progress // may be nil
}

// Host is what the machine, or rather its Docker daemon, can do.
type Host struct {
	DockerVersion string // of the daemon
	DockerRoot    string // the folder where it keeps images and containers
	Memory        uint64 // of the daemon's machine, in bytes
	// Local: the daemon is a process of this machine, and not in a virtual
	// machine or elsewhere.
	Local bool
	// Remote is the name of the other machine on which the daemon is, "" when it is on this one.
	Remote string
	// Started: this call started the daemon.
	Started bool
	// CgroupV1: containers get cgroup v1. Since Kubernetes 1.35 the kubelet
	// refuses to start there unless failCgroupV1 is false.
	CgroupV1 bool
	// RestrictOOMScoreAdj: nobody in a container may lower oom_score_adj
	// (that takes CAP_SYS_RESOURCE), so containerd must be told not to try.
	RestrictOOMScoreAdj bool
}

// Ensure returns when Docker answers and can run a kind node. An
// *EnvironmentError says what a person must do first when it cannot.
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

// machine is the state of one Ensure.
type machine struct {
	progress Progress
	root     bool     // we are root
	remote   string   // the other machine on which the daemon is
	running  *process // the dockerd of this machine, nil: none is known
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
