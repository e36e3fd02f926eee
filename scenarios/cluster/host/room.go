package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Space is what is free on a file system.
type Space struct {
	Device uint64
	Bytes  uint64
}

// Room is what a cluster takes, or what is free for one, in bytes.
type Room struct{ Memory, Disk uint64 }

// Unknown stands for free room of which nothing is known.
const Unknown = ^uint64(0)

// RoomFor is what is free for containers of the daemon whose data is in root. Of a daemon elsewhere, of whose machine only
// the memory is known, that is all of its memory.
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

// availableMemory is MemAvailable of proc(5), which counts what the kernel would give up for a new program.
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
	return Unknown, nil // a kernel that does not tell
}

// Gigabytes is a number of bytes for people.
func Gigabytes(bytes uint64) string { return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30)) }
