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

// capabilities is a bounding set, and the capabilities that the kernel supports.
type capabilities struct {
	set  uint64
	last int // the highest number that the kernel supports
}

func (c capabilities) has(number int) bool { return c.set&(1<<number) != 0 }

// missing returns how many of the kernel's capabilities are not in the set.
func (c capabilities) missing() int {
	known := uint64(1)<<(c.last+1) - 1
	return bits.OnesCount64(known &^ c.set)
}

// parseBounding parses CapBnd, a hexadecimal mask, from /proc/<pid>/status.
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

// readLastCapability returns the last capability of Linux 5.9, CHECKPOINT_RESTORE, if the file is missing: newer kernels all have
// it.
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
