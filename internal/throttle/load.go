package throttle

// Load measures how busy this machine's CPU has been since NewLoad.
type Load struct {
	read func() (sample, error)
	from sample
}

// NewLoad starts a measurement.
func NewLoad() *Load { return loadOf(readCPU) }

func loadOf(read func() (sample, error)) *Load {
	l := &Load{read: read}
	if s, err := read(); err == nil {
		l.from = s
	}
	return l
}

// Busy returns the share of CPU time that was not idle, from 0 to 1. It returns 0 if that is unknown.
func (l *Load) Busy() float64 {
	to, err := l.read()
	if err != nil || l.from.total == 0 || to.total <= l.from.total {
		return 0
	}
	return 1 - (to.idle-l.from.idle)/(to.total-l.from.total)
}
