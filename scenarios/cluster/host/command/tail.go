package command

import (
	"strings"
	"sync"
)

// maxTail is how many bytes of a failed program's output an error quotes. It is enough for the relevant lines of apt, go build
// and docker.
const maxTail = 1200

// tail is a writer that keeps the end of what was written to it.
type tail struct {
	limit int

	mu  sync.Mutex // both output streams write to it
	buf []byte
	cut bool
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if over := len(t.buf) - t.limit; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
		t.cut = true
	}
	return len(p), nil
}

// String omits the first line if it is incomplete.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := string(t.buf)
	if i := strings.IndexByte(s, '\n'); t.cut && i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}
