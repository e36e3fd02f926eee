package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// interruptible ends the context on the first signal, so that what was begun is cleaned up. The cause of its end is an
// *interruption. A later request to stop ends the program at once, and says what is left.
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

// heeded are the signals that end the program. The end of its terminal does not when somebody has asked for that, as
// nohup does.
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
			os.Exit(codeOf(s)) // as every program behind which `head` has seen enough
		}
		fmt.Fprintln(os.Stderr, "\n"+(&interruption{s}).Error()+": cleaning up what was begun; interrupt again to stop now and leave it")
		cancel(&interruption{s})
	case stopNow:
		fmt.Fprint(os.Stderr, "\n"+here().of(strings.Join(begun.left(), "\n"))+"\n")
		os.Exit(codeOf(s))
	}
}

// request is what a signal asks for.
type request int

const (
	goOn request = iota
	cleanUp
	stopNow
)

// burst is how long signals count as the one that came first: `timeout` sends SIGTERM to its command and again to the
// command's group, and a terminal that closes says so in several ways.
const burst = time.Second

// requests are the signals so far.
type requests struct {
	first time.Time // of a request to clean up; zero before there was one
}

// heard tells what a signal asks for. A broken pipe counts when it is the output that is lost: connections to the
// cluster break, too. Neither that nor the end of the terminal asks for anything when the clean-up is under way.
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
