// Command gherkind verifies plain-language scenarios about Kubernetes on a real multi-node cluster. `gherkind help` lists its
// commands.
package main

import (
	"context"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

func main() {
	klog.SetLogger(logr.Discard()) // client-go would log what the returned errors contain, too
	os.Exit(runInterruptibly(os.Args[1:]))
}

func runInterruptibly(args []string) int {
	ctx, stop := interruptible(context.Background())
	defer stop()
	return run(ctx, args)
}
