package host

import (
	"fmt"
	"syscall"
)

// cgroup2Magic is the file system type of the unified hierarchy, from
// linux/magic.h.
const cgroup2Magic = 0x63677270

// cgroupV1 believes the daemon (version "1" or "2") and, when it is too old to
// say, the file system that is mounted at dir.
func cgroupV1(version, dir string) (bool, error) {
	switch version {
	case "1":
		return true, nil
	case "2":
		return false, nil
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return false, fmt.Errorf("find the cgroup version: %s: %w", dir, err)
	}
	return st.Type != cgroup2Magic, nil
}
