package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// pidFile is the default PID file of dockerd.
const pidFile = "/var/run/docker.pid"

// process is the information of /proc about a running process (proc(5)).
type process struct {
	pid      int
	name     string // comm
	bounding capabilities
	output   string // target of its standard output, "" if unreadable
}

// ours reports whether gherkind started this dockerd. Only such a daemon writes to gherkind's log file, so that nothing needs to
// be recorded that could become stale.
func (p *process) ours() bool { return p.output == daemonLog }

// findDaemon returns the dockerd that is named in pidFile; nil if there is none: Docker then runs in a virtual machine, or with
// other settings.
func findDaemon(pidFile, proc string) (*process, error) {
	p, err := namedBy(pidFile, proc)
	if err != nil || p == nil || p.name != "dockerd" {
		return nil, err
	}
	return p, nil
}

// dockerd returns the process with that number; nil if it does not exist, or is not a dockerd.
func dockerd(pid int, proc string) (*process, error) {
	if pid <= 0 {
		return nil, nil
	}
	p, err := readProcess(proc, pid)
	if errors.Is(err, fs.ErrNotExist) || err == nil && p.name != "dockerd" {
		return nil, nil
	}
	return p, err
}

// namedBy returns the living process whose PID is in a file; nil if there is none.
func namedBy(pidFile, proc string) (*process, error) {
	data, err := os.ReadFile(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a process: %w", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return nil, nil //nolint:nilerr // half written: whoever it was is gone
	}
	p, err := readProcess(proc, pid)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return p, err
}

func readProcess(proc string, pid int) (*process, error) {
	dir := filepath.Join(proc, strconv.Itoa(pid))
	status, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		return nil, fmt.Errorf("read process %d: %w", pid, err)
	}
	p := &process{pid: pid}
	for line := range strings.Lines(string(status)) {
		if name, ok := strings.CutPrefix(line, "Name:"); ok {
			p.name = strings.TrimSpace(name)
		}
	}
	if p.bounding, err = parseBounding(string(status), readLastCapability(proc)); err != nil {
		return nil, fmt.Errorf("read process %d: %w", pid, err)
	}
	// Only root can read this link for processes of root. For other users it is "", and the process does not count as gherkind's,
	// which is right: they could not send it signals.
	p.output, _ = os.Readlink(filepath.Join(dir, "fd", "1"))
	return p, nil
}
