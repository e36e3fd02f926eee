// Command peers measures twenty tests, each with a namespace, a pod that becomes ready, and their removal, side by side in one
// run: with gherkind, with one kubectl apply, which is the limit of the cluster, and with peers whose programs are given:
//
//	CHAINSAW=/path/to/chainsaw KUTTL=/path/to/kubectl-kuttl go run ./internal/suite/peers
//
// It writes docs/bench, and fails when gherkind, compared with the limit, has become slower than the committed figures say.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/suite/command"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const (
	tests  = 20
	rounds = 3
	folder = "docs/bench"
)

func main() {
	command.Main(func(ctx context.Context) error { return compare(ctx, folder) })
}

// compare measures, writes the pages, and judges the ratios by those that the folder had.
func compare(ctx context.Context, folder string) error {
	before, err := read(folder)
	if err != nil {
		return err
	}
	now, err := measure(ctx)
	if err != nil {
		return err
	}
	fmt.Print(now.table())
	if err := now.write(folder); err != nil {
		return err
	}
	return now.worseThan(before)
}

// measure takes the tools in turn, as often as there are rounds, so that a load that comes or goes meanwhile counts for all.
func measure(ctx context.Context) (*measured, error) {
	c, err := cluster.Up(ctx, cluster.Options{})
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gherkind-peers-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the tests: %w", err)
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, image: c.Images.Map("nginx"), kubeconfig: c.KubeconfigPath}
	if b.kubeconfig, err = filepath.Abs(c.KubeconfigPath); err != nil {
		return nil, err
	}
	all, err := b.tools(ctx)
	if err != nil {
		return nil, err
	}
	now := newMeasured(c.Kubernetes, len(c.Nodes))
	for round := 1; round <= rounds; round++ {
		for _, t := range all {
			fmt.Printf("round %d of %d: %s\n", round, rounds, t.name)
			r, err := t.run(ctx)
			if err != nil {
				return nil, fmt.Errorf("measure %s: %w", t.name, err)
			}
			r.Tool, r.Round = t.name, round
			now.Runs = append(now.Runs, r)
		}
	}
	return now, nil
}

// bench is what all tools are given.
type bench struct {
	dir        string
	image      string // of the pod
	kubeconfig string
}

// tool runs the tests once.
type tool struct {
	name string
	run  func(context.Context) (run, error)
}

// tools are the limit, gherkind, and the peers that are there.
func (b *bench) tools(ctx context.Context) ([]tool, error) {
	program := filepath.Join(b.dir, "gherkind")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/gherkind")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build gherkind: %w: %s", err, out)
	}
	ours, err := b.gherkind(program)
	if err != nil {
		return nil, err
	}
	all := []tool{{limit, b.apply}, {gherkind, ours}}
	for _, peer := range []struct {
		name, variable string
		make           func(program string) (func(context.Context) (run, error), error)
	}{{"Chainsaw", "CHAINSAW", b.chainsaw}, {"KUTTL", "KUTTL", b.kuttl}} {
		program := os.Getenv(peer.variable)
		if program == "" {
			fmt.Printf("%s is not measured: %s names no program\n", peer.name, peer.variable)
			continue
		}
		one, err := peer.make(program)
		if err != nil {
			return nil, err
		}
		all = append(all, tool{peer.name, one})
	}
	return all, nil
}

// The tools whose ratio is watched.
const (
	limit    = "kubectl apply"
	gherkind = "gherkind"
)

// pods are so many pods of one manifest, each of a name of its own; alone, it has the same name everywhere.
func (b *bench) pods(names ...string) string {
	var all []string
	for _, name := range names {
		all = append(all, fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: %s}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: web, image: %s, imagePullPolicy: IfNotPresent}]
`, cmp.Or(name, "bench"), b.image))
	}
	return strings.Join(all, "---\n")
}

// put writes files below the folder of the tests.
func (b *bench) put(files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(b.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write the tests: %w", err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write the tests: %w", err)
		}
	}
	return nil
}
