package step

import "sync"

// Memo caches parsed files, so that a file used by many steps is read once and all of them see the same content. It is safe for
// concurrent use.
type Memo struct {
	mu   sync.Mutex
	made map[string]func() (any, error)
}

// Once returns the result of the first call of read for this key; without a Memo, it calls read each time.
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
