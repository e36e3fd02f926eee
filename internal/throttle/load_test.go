package throttle

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestLoad(t *testing.T) {
	m := &machine{cpu: sample{idle: 100, total: 300}}
	read := func() (sample, error) { return m.cpu, m.fail }
	load := loadOf(read)
	if busy := load.Busy(); busy != 0 {
		t.Errorf("no time has passed, but Busy is %v", busy)
	}
	m.pass(10*time.Second, 0.25)
	m.pass(10*time.Second, 0)
	if busy := load.Busy(); math.Abs(busy-0.875) > 1e-9 {
		t.Errorf("busy: %v", busy)
	}
	m.fail = errors.New("no /proc")
	if busy := load.Busy(); busy != 0 {
		t.Errorf("CPU time can no longer be read: %v", busy)
	}
	unknown := loadOf(read)
	m.fail = nil
	if busy := unknown.Busy(); busy != 0 {
		t.Errorf("CPU time could not be read at the beginning: %v", busy)
	}
}
