package throttle

import (
	"sync"
	"time"

	"github.com/prometheus/procfs"
)

// Window is how long CPU use is measured before a decision. The cost of a scenario that has just started shows only after that.
const Window = time.Second

// Share is the assumed share of all CPU time that one more scenario needs.
const Share = 0.1

// Meter reports whether there is room for one more scenario. It is safe for concurrent use.
type Meter struct {
	read func() (sample, error)
	now  func() time.Time

	mu   sync.Mutex
	last sample
	at   time.Time // when last was read; zero before the first time
	room int       // how many more scenarios may start, by the last measurement
}

// sample is the CPU time since boot, in seconds of one core.
type sample struct{ idle, total float64 }

// NewMeter returns a meter for this machine.
func NewMeter() *Meter { return &Meter{read: readCPU, now: time.Now} }

// Room reports whether there is room for one more scenario, and counts that scenario as started. Each Share of the CPU that was
// idle in the last Window is room for one. Where CPU use cannot be read, that is on systems other than Linux, there is always
// room.
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

// readCPU reads /proc/stat, see proc_stat(5). I/O wait counts as idle.
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
	return sample{idle: idle, total: idle + c.User + c.Nice + c.System + c.IRQ + c.SoftIRQ + c.Steal}, nil // User and Nice include the guests' time
}
