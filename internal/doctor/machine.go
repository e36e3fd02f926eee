package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// onMachine reads the limits of the system from the files below root, which is "/" except in tests.
func onMachine(root string) []Finding {
	return append([]Finding{system(root)}, limits(root)...)
}

func system(root string) Finding {
	says := fmt.Sprintf("%s on %s, %d CPUs", osName(root), runtime.GOARCH, runtime.NumCPU())
	if runtime.NumCPU() < 2 {
		return warning("system", says, "give this machine a second CPU: with one, a control plane and its nodes are slow to become ready")
	}
	return ok("system", says)
}

func osName(root string) string {
	data, err := os.ReadFile(filepath.Join(root, "etc/os-release"))
	if err == nil {
		for line := range strings.Lines(string(data)) {
			if name, is := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); is {
				return strings.Trim(name, `"'`)
			}
		}
	}
	return runtime.GOOS
}

// leastFiles and leastPIDs are enough for a run with many parallel scenarios and for four nodes with their pods.
const (
	leastFiles = 1024
	leastPIDs  = 8192
)

// limits checks the limits that a kind cluster may exceed. If a file is missing, the system is not Linux.
func limits(root string) []Finding {
	var found []Finding
	for _, need := range host.InotifyNeeds() {
		have, err := number(filepath.Join(root, "proc/sys/fs/inotify", need.Name))
		if err != nil {
			continue
		}
		says := fmt.Sprintf("fs.inotify.%s is %d, %d or more is needed", need.Name, have, need.Want)
		if have < need.Want {
			found = append(found, warning("inotify", says, fmt.Sprintf("type as root: sysctl fs.inotify.%s=%d (a run as root does so itself)", need.Name, need.Want)))
			continue
		}
		found = append(found, ok("inotify", says))
	}
	if have, err := openFiles(); err == nil {
		says := fmt.Sprintf("this user may open %d files, %d or more is needed", have, leastFiles)
		if have < leastFiles {
			found = append(found, warning("open files", says, fmt.Sprintf("type: ulimit -n %d", leastFiles)))
		} else {
			found = append(found, ok("open files", says))
		}
	}
	if have, err := number(filepath.Join(root, "proc/sys/kernel/pid_max")); err == nil {
		says := fmt.Sprintf("kernel.pid_max is %d, %d or more is needed", have, leastPIDs)
		if have < leastPIDs {
			found = append(found, warning("processes", says, "type as root: sysctl kernel.pid_max=32768"))
		} else {
			found = append(found, ok("processes", says))
		}
	}
	return found
}

func number(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}
