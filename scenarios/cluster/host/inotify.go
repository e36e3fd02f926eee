package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// InotifyNeed is the minimum of a limit of fs.inotify.
type InotifyNeed struct {
	Name string
	Want int
}

// InotifyNeeds returns the limits from the "known issues" page of kind: each node has a systemd, a containerd and a kubelet that
// watch many files, all as root of the host.
func InotifyNeeds() []InotifyNeed {
	return []InotifyNeed{{"max_user_instances", 512}, {"max_user_watches", 524288}}
}

const inotifyDir = "/proc/sys/fs/inotify"

// raiseInotify raises limits that are too low, or says how to. A cluster may work with less, so this is not an error.
func (m *machine) raiseInotify() {
	for _, need := range InotifyNeeds() {
		file := filepath.Join(inotifyDir, need.Name)
		have, err := readNumber(file)
		if err != nil || have >= need.Want {
			continue // not Linux, or high enough
		}
		if err := writeNumber(file, need.Want); err == nil {
			m.progress.Info(fmt.Sprintf("raised fs.inotify.%s from %d to %d: every node of a cluster watches many files", need.Name, have, need.Want))
			continue
		}
		m.progress.Info(fmt.Sprintf("fs.inotify.%s is %d; with several nodes that may end in \"too many open files\": as root, sysctl fs.inotify.%s=%d",
			need.Name, have, need.Name, need.Want))
	}
}

func readNumber(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

func writeNumber(file string, n int) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(strconv.Itoa(n))
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
