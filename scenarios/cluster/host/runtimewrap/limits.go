//go:build linux

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// capabilities in the order of their numbers, from linux/capability.h.
const capabilities = "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP " +
	"LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE " +
	"SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME " +
	"SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG " +
	"WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"

// limits are the limits of this host for a process.
type limits struct {
	caps map[string]bool // the bounding set: "CAP_CHOWN"
	hard func(rlimit string) (uint64, bool)
}

// readLimits returns the limits of this process, which a container would inherit.
func readLimits() (limits, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return limits{}, fmt.Errorf("read the capability bounding set: %w", err)
	}
	caps, err := boundingSet(string(status))
	return limits{caps: caps, hard: hardLimit}, err
}

// boundingSet parses the line CapBnd, a hexadecimal bit mask (proc(5)).
func boundingSet(status string) (map[string]bool, error) {
	for line := range strings.Lines(status) {
		mask, ok := strings.CutPrefix(line, "CapBnd:")
		if !ok {
			continue
		}
		bits, err := strconv.ParseUint(strings.TrimSpace(mask), 16, 64)
		if err != nil {
			return nil, fmt.Errorf("read the capability bounding set: %w", err)
		}
		set := map[string]bool{}
		for i, name := range strings.Fields(capabilities) {
			set["CAP_"+name] = bits&(1<<i) != 0
		}
		return set, nil
	}
	return nil, fmt.Errorf("read the capability bounding set: no CapBnd in the process status")
}

// rlimits has the resource limits by their OCI names; the numbers are those of include/uapi/asm-generic/resource.h, which are the
// same on amd64 and arm64.
var rlimits = map[string]int{
	"RLIMIT_CPU": 0, "RLIMIT_FSIZE": 1, "RLIMIT_DATA": 2, "RLIMIT_STACK": 3, "RLIMIT_CORE": 4,
	"RLIMIT_RSS": 5, "RLIMIT_NPROC": 6, "RLIMIT_NOFILE": 7, "RLIMIT_MEMLOCK": 8, "RLIMIT_AS": 9,
	"RLIMIT_LOCKS": 10, "RLIMIT_SIGPENDING": 11, "RLIMIT_MSGQUEUE": 12, "RLIMIT_NICE": 13,
	"RLIMIT_RTPRIO": 14, "RLIMIT_RTTIME": 15,
}

func hardLimit(name string) (uint64, bool) {
	number, ok := rlimits[name]
	if !ok {
		return 0, false
	}
	var l syscall.Rlimit
	if err := syscall.Getrlimit(number, &l); err != nil {
		return 0, false
	}
	return l.Max, true
}
