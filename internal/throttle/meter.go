package throttle

import (
	"sync"
	"time"

	"github.com/prometheus/procfs"
)

// Window is how long the CPU is looked at before it is judged. What a scenario that begins costs is not seen sooner.
const Window = time.Second

// Share is the part of all CPU time that one more scenario is taken to need.
const Share = 0.1

// Meter reports whether there is room for one more scenario. It is safe for concurrent use.
type Meter struct {
	read func() (sample, error)
	now  func() time.Time

	mu   sync.Mutex
	last sample
	at   time.Time // of last; zero before the first one
	room int       // scenarios that may still begin, by the last look
}

// sample is CPU time since the machine was started, in seconds of one core.
type sample struct{ idle, total float64 }

// NewMeter returns a meter of this machine.
func NewMeter() *Meter { return &Meter{read: readCPU, now: time.Now} }

// Room reports whether there is room for one more scenario, which then begins: it is counted. Each Share of the CPU that was
// idle in the last Window is room for one. Where the CPU cannot be read, which is on other systems than Linux, there
// always is.
func (m *Meter) Room() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := m.now(); now.Sub(m.at) >= Window {
		s, err := m.read()
		if err != nil {
			return true
		}
		m.room = 0
		if !m.at.IsZero() && s.total > m.last.total {
			m.room = int((s.idle - m.last.idle) / (s.total - m.last.total) / Share)
		}
		m.last, m.at = s, now
	}
	if m.room <= 0 {
		return false
	}
	m.room--
	return true
}

// readCPU reads /proc/stat, see proc_stat(5). Waiting for a disk is idle time.
func readCPU() (sample, error) {
	fs, err := procfs.NewDefaultFS()
	if err != nil {
		return sample{}, err
	}
	stat, err := fs.Stat()
	if err != nil {
		return sample{}, err
	}
	c := stat.CPUTotal
	idle := c.Idle + c.Iowait
	return sample{idle: idle, total: idle + c.User + c.Nice + c.System + c.IRQ + c.SoftIRQ + c.Steal}, nil // guests are among the users
}
