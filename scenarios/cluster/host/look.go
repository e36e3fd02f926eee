package host

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
)

// Sight is what can be found out about Docker without changing anything.
type Sight struct {
	Endpoint Endpoint
	Answers  bool
	// Trouble is an [*EnvironmentError] that says why Docker cannot be used and what to do; nil if it can be used.
	Trouble error
	// Supplies says that [Ensure] would install or start Docker, which removes the Trouble.
	Supplies bool

	Version, Client string // of the daemon and of the docker command
	System          string // of the daemon's machine
	Root            string // the daemon's folder for images and containers
	Storage         string // its storage driver
	CgroupV1        bool
	CgroupDriver    string
	CPUs            int
	Memory          uint64 // of the daemon's machine, in bytes
	Rootless        bool
	Desktop         bool
	Local           bool   // the daemon is a process of this machine
	Remote          string // the machine of the daemon; "" if it is this one
	Missing         int    // how many capabilities a local daemon does not have
	Wrapped         bool   // it starts containers with gherkind's runtime, which handles missing capabilities
}

// Look returns what can be found out about Docker.
func Look(ctx context.Context) *Sight {
	s := &Sight{Endpoint: findEndpoint(ctx)}
	status, err := askDocker(ctx)
	if err != nil {
		release, unknown := debian.ReadRelease(os.DirFS("/"))
		situation := situationOf(s.Endpoint, err, os.Geteuid() == 0, unknown == nil && release.IsDebian())
		s.Supplies, s.Trouble = situation.supplies(), situation.trouble(err)
		return s
	}
	s.Answers, s.Trouble = true, status.unfit()
	s.take(status)
	if s.CgroupV1, err = cgroupV1(status.CgroupVersion, "/sys/fs/cgroup"); err != nil && s.Trouble == nil {
		s.Trouble = err
	}
	s.Remote = s.Endpoint.remote(ctx)
	daemon, err := daemonAt(ctx, s.Endpoint)
	if err != nil && s.Trouble == nil {
		s.Trouble = err
	}
	if daemon != nil {
		s.Local, s.Missing = true, daemon.bounding.missing()
	}
	return s
}

func (s *Sight) take(status *dockerStatus) {
	s.Version, s.Client = status.ServerVersion, status.ClientInfo.Version
	s.System, s.Root, s.Storage = status.OperatingSystem, status.DockerRootDir, status.Driver
	s.CgroupDriver, s.CPUs, s.Memory = status.CgroupDriver, status.NCPU, status.MemTotal
	s.Rootless = slices.ContainsFunc(status.SecurityOptions, func(o string) bool { return strings.HasPrefix(o, "name=rootless") })
	s.Desktop = strings.Contains(status.OperatingSystem, "Docker Desktop") || s.Endpoint.isDesktop()
	s.Wrapped = status.DefaultRuntime == runtimeName
}
