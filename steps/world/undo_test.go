package world

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestUndosRunInReverseWhateverHappens(t *testing.T) {
	var ran []string
	var stack undoStack
	note := func(what string, err error) {
		stack.push(what, func(context.Context) error { ran = append(ran, what); return err })
	}
	note("first", nil)
	note("second", errors.New("refused"))
	stack.push("third", func(ctx context.Context) error {
		ran = append(ran, "third")
		<-ctx.Done() // hangs until its timeout
		return ctx.Err()
	})
	stack.push("fourth", func(context.Context) error {
		ran = append(ran, "fourth")
		panic("boom")
	})
	note("fifth", nil)

	err := stack.run(t.Context(), 20*time.Millisecond)
	if want := []string{"fifth", "fourth", "third", "second", "first"}; !slices.Equal(ran, want) {
		t.Errorf("ran %v", ran)
	}
	for _, part := range []string{"undo fourth: panicked: boom", "undo third: context deadline exceeded", "undo second: refused"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %v", part, err)
		}
	}
	if err := stack.run(t.Context(), time.Second); err != nil || len(ran) != 5 {
		t.Errorf("a second time: %v, ran %v", err, ran)
	}
}

// An undo may register another one, such as the deletion of an object that was created late; it must not be lost.
func TestAnUndoMayAddAnother(t *testing.T) {
	var ran []string
	var stack undoStack
	stack.push("outer", func(context.Context) error {
		stack.push("inner", func(context.Context) error { ran = append(ran, "inner"); return nil })
		return nil
	})
	if err := stack.run(t.Context(), time.Second); err != nil || len(ran) != 1 {
		t.Errorf("ran %v, %v", ran, err)
	}
}

func TestWithin(t *testing.T) {
	timeouts := Timeouts{Step: time.Minute}
	limited := Timeouts{Step: time.Minute, Limit: 5 * time.Second}
	for _, c := range []struct {
		timeouts      Timeouts
		written, want time.Duration
	}{
		{timeouts, 0, time.Minute},
		{timeouts, 3 * time.Minute, 3 * time.Minute},
		{limited, 0, 5 * time.Second},
		{limited, 3 * time.Minute, 5 * time.Second},
		{limited, time.Second, time.Second},
	} {
		if got := c.timeouts.Within(c.written); got != c.want {
			t.Errorf("%+v.Within(%s) = %s, want %s", c.timeouts, c.written, got, c.want)
		}
	}
}
