package host

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// FreeSpace returns the free space at a folder, or at the nearest existing parent.
func FreeSpace(dir string) (Space, error) {
	for {
		var fs syscall.Statfs_t
		var st syscall.Stat_t
		err := syscall.Statfs(dir, &fs)
		if err == nil {
			err = syscall.Stat(dir, &st)
		}
		if err == nil {
			return Space{st.Dev, fs.Bavail * uint64(fs.Bsize)}, nil
		}
		if parent := filepath.Dir(dir); os.IsNotExist(err) && parent != dir {
			dir = parent
			continue
		}
		return Space{}, fmt.Errorf("find free space of %s: %w", dir, err)
	}
}
