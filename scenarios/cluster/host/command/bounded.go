package command

import (
	"fmt"
	"strings"
)

// bounded keeps the first bytes that are written to it, up to the limit; 0: all.
type bounded struct {
	strings.Builder
	limit int
	cut   bool
}

func (b *bounded) Write(p []byte) (int, error) {
	kept := p
	if b.limit > 0 {
		kept = p[:min(len(p), max(b.limit-b.Len(), 0))]
	}
	b.cut = b.cut || len(kept) < len(p)
	b.Builder.Write(kept) // never fails
	return len(p), nil
}

// TooLong says that a program printed more than the limit.
type TooLong struct {
	Command string
	Limit   int
}

func (e *TooLong) Error() string {
	return fmt.Sprintf("run %s: it printed more than %d KiB, which is what is kept: let it print less", e.Command, e.Limit>>10)
}
