package terminal

import (
	"io"
	"sync"
)

// behind is a writer that never blocks: it buffers the text, and a goroutine writes it as fast as the underlying writer accepts
// it. A terminal that was stopped with ^S, or a pipe without a reader, may block for minutes, which must not affect the
// scenarios.
type behind struct {
	w io.Writer

	mu      sync.Mutex
	kept    []byte
	writing chan struct{} // closed when the goroutine has written everything; nil if none is running
	err     error         // the first write error; nothing is written after it
}

// Write implements io.Writer. It returns the error of an earlier write.
func (b *behind) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return 0, b.err
	}
	b.kept = append(b.kept, text...)
	if b.writing == nil {
		b.writing = make(chan struct{})
		go b.work(b.writing)
	}
	return len(text), nil
}

func (b *behind) work(written chan struct{}) {
	defer close(written)
	for {
		text := b.take()
		if len(text) == 0 {
			return
		}
		if _, err := b.w.Write(text); err != nil {
			b.fail(err)
		}
	}
}

// take returns the text to write next. If there is none, the goroutine ends.
func (b *behind) take() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	text := b.kept
	b.kept = nil
	if len(text) == 0 {
		b.writing = nil
	}
	return text
}

func (b *behind) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err, b.kept = err, nil
}

// busy reports whether something is still to be written.
func (b *behind) busy() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.writing != nil
}

// flush waits until everything is written.
func (b *behind) flush() error {
	b.mu.Lock()
	writing := b.writing
	b.mu.Unlock()
	if writing != nil {
		<-writing
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}
