// Command balancer forwards TCP connections to the API servers of a cluster with several control planes. It replaces Envoy in the
// load balancer container of kind, on machines that cannot pull the image of Envoy. It only supports the Envoy configuration that
// kind writes.
//
// kind starts `envoy -c /home/envoy/envoy.yaml` and writes the listener and the API servers to lds.yaml and cds.yaml in the same
// folder. It may change these files while the program runs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

func main() {
	log.SetFlags(log.Ltime | log.Lmsgprefix)
	log.SetPrefix("balancer of gherkind (a stand-in for Envoy): ")
	config := flag.String("c", "", "Envoy's bootstrap file; lds.yaml and cds.yaml are next to it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, filepath.Dir(*config))
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		log.Print(err)
		os.Exit(1)
	}
}

// run applies the configuration in dir, and applies it again when a file changes.
func run(ctx context.Context, dir string) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	defer watcher.Close()
	if err := watcher.Add(dir); err != nil {
		return fmt.Errorf("watch %s: %w", dir, err)
	}
	b := newBalancer(ctx)
	defer b.close()
	for {
		if c, err := readConfig(dir); err != nil {
			log.Print(err) // kind may not have written both files yet
		} else if err := b.use(c); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-watcher.Errors:
			return fmt.Errorf("watch %s: %w", dir, err)
		case <-watcher.Events:
		}
	}
}
