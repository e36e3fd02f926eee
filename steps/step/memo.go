package step

import "sync"

// Memo keeps what was read and parsed, so that a file that many steps name is read once, and all of them see the same. It may
// be used by many goroutines at once.
type Memo struct {
	mu   sync.Mutex
	made map[string]func() (any, error)
}

// Once gives what read gave when it was called for this key first; without a Memo, it calls read each time.
func (p Place) Once(key string, read func() (any, error)) (any, error) {
	if p.Memo == nil {
		return read()
	}
	return p.Memo.of(key, read)()
}

func (m *Memo) of(key string, read func() (any, error)) func() (any, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	once, known := m.made[key]
	if !known {
		if m.made == nil {
			m.made = map[string]func() (any, error){}
		}
		once = sync.OnceValues(read)
		m.made[key] = once
	}
	return once
}
