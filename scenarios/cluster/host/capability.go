package host

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// capSysResource is the number of CAP_SYS_RESOURCE in linux/capability.h.
const capSysResource = 24

// capabilities is a bounding set next to what the kernel knows.
type capabilities struct {
	set  uint64
	last int // the highest number the kernel knows
}

func (c capabilities) has(number int) bool { return c.set&(1<<number) != 0 }

// missing counts what the kernel knows and the set does not hold.
func (c capabilities) missing() int {
	known := uint64(1)<<(c.last+1) - 1
	return bits.OnesCount64(known &^ c.set)
}

// parseBounding reads CapBnd, a mask in hexadecimal, from /proc/<pid>/status.
func parseBounding(status string, last int) (capabilities, error) {
	for line := range strings.Lines(status) {
		mask, ok := strings.CutPrefix(line, "CapBnd:")
		if !ok {
			continue
		}
		set, err := strconv.ParseUint(strings.TrimSpace(mask), 16, 64)
		if err != nil {
			return capabilities{}, fmt.Errorf("read the capability bounding set: %w", err)
		}
		return capabilities{set: set, last: last}, nil
	}
	return capabilities{}, errors.New("read the capability bounding set: no CapBnd in the status")
}

// readLastCapability falls back to Linux 5.9's last one, CHECKPOINT_RESTORE:
// newer kernels all have the file.
func readLastCapability(proc string) int {
	const checkpointRestore = 40
	data, err := os.ReadFile(filepath.Join(proc, "sys/kernel/cap_last_cap"))
	if err != nil {
		return checkpointRestore
	}
	last, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || last < 0 || last > 62 {
		return checkpointRestore
	}
	return last
}
