package inuse

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// bootID contains a different ID after each boot of the machine.
const bootID = "/proc/sys/kernel/random/boot_id"

// Here returns a value that is unique to the folder of this process's files on this machine. With it, another run decides whether
// its Look would find the run. It is empty if that is not possible.
func Here() (string, error) {
	dir, err := folder()
	if err != nil {
		return "", err
	}
	boot, err := os.ReadFile(bootID)
	if err != nil {
		return "", fmt.Errorf("tell this machine from others: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", fmt.Errorf("look at the folder of runs: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", nil
	}
	return fmt.Sprintf("%s/%x/%x", strings.TrimSpace(string(boot)), stat.Dev, stat.Ino), nil
}
