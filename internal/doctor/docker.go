package doctor

import (
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// ofDocker checks what the Docker daemon reports about itself.
func ofDocker(s *host.Sight) []Finding {
	if !s.Answers {
		f := troubled(Problem, "docker", s.Trouble)
		if s.Supplies {
			f.Status, f.Fix = Warning, "none is needed: gherkind run installs and starts Docker itself here, as root"
		}
		return []Finding{f, ok("endpoint", s.Endpoint.String())}
	}
	found := []Finding{versionOf(s), ok("endpoint", s.Endpoint.String()+place(s))}
	if s.Local && s.Missing > 0 && !s.Wrapped {
		found = append(found, warning("capabilities", fmt.Sprintf("Docker's daemon lacks %d capabilities, and was not started by gherkind", s.Missing),
			"should containers fail with \"unable to apply caps\", stop that daemon and run gherkind as root, or start it with "+host.RuntimeFlags()))
	}
	return append(found, storage(s), cgroup(s))
}

func versionOf(s *host.Sight) Finding {
	if s.Trouble != nil {
		return troubled(Problem, "docker", s.Trouble)
	}
	says := "Docker " + s.Version
	if s.Client != "" && s.Client != s.Version {
		says += ", the docker command is " + s.Client
	}
	return ok("docker", says)
}

// place says where the daemon runs.
func place(s *host.Sight) string {
	switch {
	case s.Desktop:
		return ": Docker Desktop, in a virtual machine"
	case s.Rootless:
		return ": rootless"
	case s.Local:
		return ": on this machine"
	}
	return ": on another machine (" + s.System + ")"
}

// slowStorage is the storage driver that copies the whole image for each container.
const slowStorage = "vfs"

func storage(s *host.Sight) Finding {
	says := fmt.Sprintf("driver %s in %s", s.Storage, s.Root)
	if s.Storage == slowStorage {
		return warning("storage", says+": each node is a whole copy of its image, slow and large",
			"put Docker's data on a file system that overlay2 can use (ext4, xfs), as \"data-root\" in /etc/docker/daemon.json")
	}
	return ok("storage", says)
}

func cgroup(s *host.Sight) Finding {
	switch {
	case s.CgroupV1 && s.Rootless:
		return problem("cgroup", "version 1, where rootless containers get no limits", "boot with cgroup v2: systemd.unified_cgroup_hierarchy=1 on the kernel's command line")
	case s.CgroupV1:
		return ok("cgroup", "version 1: the kubelet is told to accept it")
	case s.Rootless && s.CgroupDriver != "systemd":
		return problem("cgroup", fmt.Sprintf("version 2 with driver %s, where rootless containers get no limits", s.CgroupDriver),
			"delegate the controllers to this user: Delegate=yes in /etc/systemd/system/user@.service.d/delegate.conf, then systemctl daemon-reload")
	}
	return ok("cgroup", "version 2")
}
