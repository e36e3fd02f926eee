package host

import (
	"fmt"
	"syscall"
)

// cgroup2Magic is the file system type of the unified hierarchy, from
// linux/magic.h.
const cgroup2Magic = 0x63677270

func mountedV1(dir string) (bool, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return false, fmt.Errorf("find the cgroup version: %s: %w", dir, err)
	}
	return st.Type != cgroup2Magic, nil
}
