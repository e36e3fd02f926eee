package throttle

import (
	"errors"
	"runtime"
	"testing"
	"time"
)

// machine is a CPU whose idle share a test sets.
type machine struct {
	at   time.Time
	cpu  sample
	fail error
}

func (m *machine) meter() *Meter {
	return &Meter{read: func() (sample, error) { return m.cpu, m.fail }, now: func() time.Time { return m.at }}
}

func (m *machine) pass(d time.Duration, idle float64) {
	m.at = m.at.Add(d)
	m.cpu.idle += idle * d.Seconds() * 2
	m.cpu.total += d.Seconds() * 2 // two cores
}

func count(m *Meter) int {
	n := 0
	for n < 100 && m.Room() {
		n++
	}
	return n
}

func TestRoomIsWhatWasIdle(t *testing.T) {
	m := &machine{at: time.Now()}
	meter := m.meter()
	if n := count(meter); n != 0 {
		t.Errorf("nothing was measured yet, but there is room for %d", n)
	}
	for _, c := range []struct {
		after time.Duration
		idle  float64
		want  int
	}{
		{Window, 0.55, 5}, {Window / 2, 1, 0}, {Window / 2, 0.1, 5}, // half and half: 0.55
		{Window, 0.09, 0}, {Window, 0.11, 1}, {5 * Window, 0.99, 9}, {Window, 0, 0},
	} {
		m.pass(c.after, c.idle)
		if n := count(meter); n != c.want {
			t.Errorf("after %s with %.0f%% idle there is room for %d, not %d", c.after, 100*c.idle, n, c.want)
		}
	}
}

func TestRoomWhereTheCPUCannotBeRead(t *testing.T) {
	m := &machine{at: time.Now(), fail: errors.New("no /proc")}
	if n := count(m.meter()); n != 100 {
		t.Errorf("room for %d", n)
	}
}

func TestThisMachine(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	if s, err := readCPU(); err != nil || s.total <= 0 || s.idle < 0 || s.idle > s.total {
		t.Errorf("got %+v, %v", s, err)
	}
}
