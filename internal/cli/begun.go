package cli

import (
	"context"
	"sync"
	"time"
)

// begun tracks what the program has begun and not yet undone, to report it if the program is stopped immediately.
type begun struct {
	mu      sync.Mutex
	ask     func() (run string, left []string)
	changes bool
}

// willChange is called before anything begins that must be cleaned up.
func (b *begun) willChange() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes = true
}

// nothing reports whether there is nothing to clean up because the command only prints.
func (b *begun) nothing() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.changes
}

// in sets the function that returns what a run has not undone.
func (b *begun) in(ask func() (run string, left []string)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ask = ask
}

// left describes what is left and how it is cleaned up.
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

// inTime calls ask, but does not wait for a run that hangs, because the program must end.
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

// begunOf never returns nil.
func begunOf(ctx context.Context) *begun {
	if b, ok := ctx.Value(begunKey{}).(*begun); ok {
		return b
	}
	return &begun{}
}
