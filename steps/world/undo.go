package world

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type undo struct {
	what string
	do   func(context.Context) error
}

type undoStack []undo

func (s *undoStack) push(what string, do func(context.Context) error) {
	*s = append(*s, undo{what, do})
}

// run empties the stack, newest first. It continues after an undo that fails, hangs or panics.
func (s *undoStack) run(ctx context.Context, each time.Duration) error {
	var errs []error
	for len(*s) > 0 {
		last := len(*s) - 1
		u := (*s)[last]
		*s = (*s)[:last]
		if err := u.run(ctx, each); err != nil {
			errs = append(errs, fmt.Errorf("undo %s: %w", u.what, err))
		}
	}
	return errors.Join(errs...)
}

func (u undo) run(ctx context.Context, bound time.Duration) (err error) {
	ctx, cancel := context.WithTimeout(ctx, bound)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	return u.do(ctx)
}
