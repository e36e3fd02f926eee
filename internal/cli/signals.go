package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// interruptible cancels the context at the first signal, so that everything is cleaned up. The cause is an *interruption. A
// second request to stop ends the program immediately, and prints what is left.
func interruptible(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	begun := &begun{}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, heeded()...)
	go func() {
		var r requests
		for s := range signals {
			answer(r.heard(s.(syscall.Signal), time.Now(), outputLost), s.(syscall.Signal), cancel, begun)
		}
	}()
	return withBegun(ctx, begun), func() {
		signal.Stop(signals)
		close(signals)
		cancel(nil)
	}
}

// heeded returns the signals that end the program. SIGHUP is not among them if it is ignored, as by nohup.
func heeded() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE}
	if signal.Ignored(syscall.SIGHUP) {
		return all
	}
	return append(all, syscall.SIGHUP)
}

func answer(what request, s syscall.Signal, cancel context.CancelCauseFunc, begun *begun) {
	switch what {
	case goOn:
	case cleanUp:
		if s == syscall.SIGPIPE && begun.nothing() {
			os.Exit(codeOf(s)) // as with any program whose output is piped to `head`
		}
		fmt.Fprintln(os.Stderr, "\n"+(&interruption{s}).Error()+": cleaning up what was begun; interrupt again to stop now and leave it")
		cancel(&interruption{s})
	case stopNow:
		fmt.Fprint(os.Stderr, "\n"+here().of(strings.Join(begun.left(), "\n"))+"\n")
		os.Exit(codeOf(s))
	}
}

// request is what a signal requests.
type request int

const (
	goOn request = iota
	cleanUp
	stopNow
)

// burst is the time during which signals count as one: `timeout` sends SIGTERM both to its command and to the process group,
// and closing a terminal causes several signals.
const burst = time.Second

// requests is the state after the signals so far.
type requests struct {
	first time.Time // of a request to clean up; zero before there was one
}

// heard returns what a signal requests. SIGPIPE counts only if the output was lost, because broken connections to the cluster
// cause it, too. During the clean-up, neither SIGPIPE nor SIGHUP requests anything.
func (r *requests) heard(s syscall.Signal, at time.Time, lost func() bool) request {
	switch {
	case s == syscall.SIGPIPE && !lost():
		return goOn
	case r.first.IsZero():
		r.first = at
		return cleanUp
	case s == syscall.SIGPIPE, s == syscall.SIGHUP, at.Sub(r.first) < burst:
		return goOn
	}
	return stopNow
}
