// Command peers measures twenty parallel tests, each with a namespace, a pod that becomes ready, and their deletion, in one run:
// with gherkind, with one kubectl apply, which is the limit of the cluster, and with other test tools whose programs are given:
//
//	CHAINSAW=/path/to/chainsaw KUTTL=/path/to/kubectl-kuttl go run ./internal/suite/peers
//
// It writes docs/bench, and fails if gherkind, relative to the limit, is slower than in the committed figures.
package main

import (
	"cmp"
	"context"
	"errors"
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

// compare measures, and writes the pages, unless a ratio is worse than in the folder.
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
	return now.keep(folder, before)
}

// keep writes the pages into the folder. If a ratio is worse than that of before, which is in the folder, they are written
// elsewhere: otherwise the next measurement would be compared with the worse one.
func (m *measured) keep(folder string, before *measured) error {
	worse := m.worseThan(before)
	if worse == nil {
		return m.write(folder)
	}
	elsewhere, err := os.MkdirTemp("", "gherkind-peers-")
	if err == nil {
		err = m.write(elsewhere)
	}
	if err != nil {
		return errors.Join(worse, err)
	}
	return errors.Join(worse, fmt.Errorf("measure again on an idle machine; the figures are in %s, and %s is as before: to accept them, copy them there", elsewhere, folder))
}

// measure runs the tools in turn, for several rounds, so that a temporary load on the machine affects all of them.
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

// bench has the inputs of all tools.
type bench struct {
	dir        string
	image      string // image of the pods
	kubeconfig string
}

// tool runs the tests once.
type tool struct {
	name string
	run  func(context.Context) (run, error)
}

// tools returns the limit, gherkind, and the available other tools.
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

// The tools whose ratio is checked.
const (
	limit    = "kubectl apply"
	gherkind = "gherkind"
)

// pods returns manifests of pods that differ only in their names.
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
