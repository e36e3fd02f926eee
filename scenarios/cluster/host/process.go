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

// pidFile is where a dockerd with its default settings writes its process id.
const pidFile = "/var/run/docker.pid"

// process is what /proc says of a running process (proc(5)).
type process struct {
	pid      int
	name     string // comm
	bounding capabilities
	output   string // where its standard output goes, "" when unreadable
}

// ours: gherkind started this dockerd. Only that one writes to our log, so
// nothing has to be remembered that could go stale.
func (p *process) ours() bool { return p.output == daemonLog }

// findDaemon returns the dockerd that pidFile names, nil when there is none:
// Docker then runs in a virtual machine, or with settings of its own.
func findDaemon(pidFile, proc string) (*process, error) {
	p, err := namedBy(pidFile, proc)
	if err != nil || p == nil || p.name != "dockerd" {
		return nil, err
	}
	return p, nil
}

// dockerd is the process of that number, nil when it is none, or not a dockerd.
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

// namedBy returns the living process whose id is in a file, nil if none.
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
	// Only root may read this link of root's process; others get "" and the
	// process is then not ours, which is right: they could not signal it.
	p.output, _ = os.Readlink(filepath.Join(dir, "fd", "1"))
	return p, nil
}
