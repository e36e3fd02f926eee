package main

import (
	"context"
	"sync"
	"time"
)

// begun knows what the program has begun and not yet taken back, for a person who ends it at once.
type begun struct {
	mu      sync.Mutex
	ask     func() (run string, left []string)
	changes bool
}

// willChange is called before anything is begun that must be cleaned up.
func (b *begun) willChange() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes = true
}

// nothing reports whether there is nothing to clean up: the verb only prints.
func (b *begun) nothing() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.changes
}

// in is told by a run what to ask it.
func (b *begun) in(ask func() (run string, left []string)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ask = ask
}

// left says what stays, and who takes it back.
func (b *begun) left() []string {
	b.mu.Lock()
	ask := b.ask
	b.mu.Unlock()
	if ask == nil {
		return []string{"stopped immediately; unfinished work was not cleaned up.",
			"An incomplete cluster is recreated by the next gherkind run or gherkind cluster up, and deleted by gherkind cluster down."}
	}
	run, left := inTime(ask)
	if len(left) == 0 {
		return []string{"stopped immediately: run " + run + " left nothing to clean up."}
	}
	lines := []string{"stopped immediately: run " + run + " did not clean up:"}
	for _, what := range left {
		lines = append(lines, "  "+what)
	}
	return append(lines, "The next gherkind run on this cluster does all of that first. By hand: kubectl get namespaces -l gherkind/run="+run)
}

// inTime asks, but waits for no answer of a run that hangs: the program is to end.
func inTime(ask func() (string, []string)) (run string, left []string) {
	type answer struct {
		run  string
		left []string
	}
	answered := make(chan answer, 1)
	go func() {
		run, left := ask()
		answered <- answer{run, left}
	}()
	select {
	case a := <-answered:
		return a.run, a.left
	case <-time.After(time.Second):
		return "that hangs", []string{"what its scenarios had begun"}
	}
}

type begunKey struct{}

func withBegun(ctx context.Context, b *begun) context.Context {
	return context.WithValue(ctx, begunKey{}, b)
}

// begunOf is never nil.
func begunOf(ctx context.Context) *begun {
	if b, ok := ctx.Value(begunKey{}).(*begun); ok {
		return b
	}
	return &begun{}
}
