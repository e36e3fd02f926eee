package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Space is the free space of a file system.
type Space struct {
	Device uint64
	Bytes  uint64
}

// Room is the memory and disk that a cluster needs or that are available, in bytes.
type Room struct{ Memory, Disk uint64 }

// Unknown is the value for unknown available room.
const Unknown = ^uint64(0)

// RoomFor returns what is available for containers of the daemon with its data in root. For a daemon on another machine, only the
// total memory of that machine is known.
func RoomFor(local bool, root string, memory uint64) (Room, error) {
	free := Room{Memory: Unknown, Disk: Unknown}
	if memory > 0 {
		free.Memory = memory
	}
	if !local {
		return free, nil
	}
	available, err := availableMemory("/proc")
	if err != nil {
		return free, err
	}
	free.Memory = min(free.Memory, available)
	space, err := FreeSpace(root)
	if err != nil {
		return free, err
	}
	free.Disk = space.Bytes
	return free, nil
}

// availableMemory returns MemAvailable of proc(5), which includes memory that the kernel can reclaim for a new program.
func availableMemory(proc string) (uint64, error) {
	data, err := os.ReadFile(filepath.Join(proc, "meminfo"))
	if err != nil {
		return 0, fmt.Errorf("find free memory: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if rest, is := strings.CutPrefix(line, "MemAvailable:"); is {
			kib, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				return 0, fmt.Errorf("find free memory: %w", err)
			}
			return kib << 10, nil
		}
	}
	return Unknown, nil // an old kernel without that line
}

// Gigabytes formats a number of bytes for people.
func Gigabytes(bytes uint64) string { return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30)) }
