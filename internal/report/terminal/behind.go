package terminal

import (
	"io"
	"sync"
)

// behind is a writer that nobody waits for: what is written is kept, and a goroutine writes it on, as fast as the writer
// below takes it. A terminal that was stopped with ^S, or a pipe that nobody reads, may take nothing for minutes, and
// the scenarios must not notice.
type behind struct {
	w io.Writer

	mu      sync.Mutex
	kept    []byte
	writing chan struct{} // closed when the goroutine has written all; nil when none runs
	err     error         // the first error in writing; nothing is written after it
}

// Write implements io.Writer. Its error is that of an earlier one.
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

// take is what is to be written next. When there is nothing, no goroutine runs any more.
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

// flush waits until all is written.
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
