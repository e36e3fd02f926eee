// Command gherkind proves on a real multi-node cluster what plain-language
// scenarios say about Kubernetes. `gherkind help` lists its verbs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

func main() {
	klog.SetLogger(logr.Discard()) // client-go would log into the report what an error says as well
	os.Exit(runInterruptibly(os.Args[1:]))
}

func runInterruptibly(args []string) int {
	ctx, stop := interruptible()
	defer stop()
	return run(ctx, args)
}

// interruptible ends the context on the first interrupt, so that what was
// begun is cleaned up; a second one ends the program at once.
func interruptible() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; !ok {
			return
		}
		fmt.Fprintln(os.Stderr, "\ninterrupted: cleaning up what was begun; interrupt again to stop now and leave it")
		cancel()
		if _, ok := <-signals; ok {
			os.Exit(exitInterrupted)
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
		cancel()
	}
}
