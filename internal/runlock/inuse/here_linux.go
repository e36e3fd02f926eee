package inuse

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// bootID is another one each time that a machine starts.
const bootID = "/proc/sys/kernel/random/boot_id"

// Here names the folder of this process's files in a way that no other folder of any
// machine has: for a run to tell others whether their Look can find it. It is empty where that cannot be said.
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
