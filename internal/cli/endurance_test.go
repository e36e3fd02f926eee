//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const (
	// runEndsWithin is how long a run may take during a fault, on a busy machine.
	runEndsWithin = 15 * time.Minute
	// recoversWithin is how long a control plane may take to work again: the kubelet backs off before each restart.
	recoversWithin = 8 * time.Minute
)

// endurance is a series of runs on a cluster of its own, each beside a fault.
type endurance struct {
	*victim
	cluster *cluster.Cluster
	options cluster.Options
	network *network
	behind  string // kubeconfig of the cluster behind the network
	random  *rand.Rand
	life    time.Duration
}

// TestEndurance starts one run after the other during faults of the cluster, of the network to it, and of the run itself. Each
// verdict is the known one or infrastructure, and after the next run nothing is left. Then it runs the scenarios as often in one
// process, which must not grow. GHERKIND_RUNS is the number of runs; GHERKIND_SEED repeats a test whose seed was printed.
func TestEndurance(t *testing.T) {
	if testing.Short() || !proving.On() {
		t.Skip("makes a cluster and takes minutes; GHERKIND_PROVE=1 runs it")
	}
	runs, seed := 6, uint64(time.Now().UnixNano())
	given(t, "GHERKIND_RUNS", &runs)
	given(t, "GHERKIND_SEED", &seed)
	t.Logf("GHERKIND_SEED=%d GHERKIND_RUNS=%d", seed, runs)
	e := &endurance{victim: &victim{sandbox: newFolder(t, "")}, random: rand.New(rand.NewPCG(seed, 0))}
	e.prepare()
	t.Run("a process after the other", func(t *testing.T) { e.in(t).faulty(runs) })
	t.Run("in one process", func(t *testing.T) { e.in(t).inOneProcess(runs) })
}

// in returns the same for a subtest.
func (e *endurance) in(t *testing.T) *endurance {
	part := *e
	v, s := *e.victim, *e.sandbox
	v.sandbox, part.victim, s.t = &s, &v, t
	return &part
}

func (e *endurance) prepare() {
	e.t.Helper()
	cache := filepath.Join(e.dir, "cache")
	for _, dir := range []string{cache, e.temporary()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			e.t.Fatal(err)
		}
	}
	e.cluster, e.options = e.alone("gherkind-endurance")
	goCache, err := exec.CommandContext(e.t.Context(), "go", "env", "GOCACHE").Output()
	if err != nil {
		e.t.Fatal(err)
	}
	// Go has a cache of its own below XDG_CACHE_HOME, which grows whenever something is compiled.
	e.env = append(os.Environ(), "TMPDIR="+e.temporary(), "XDG_CACHE_HOME="+cache, "GOCACHE="+strings.TrimSpace(string(goCache)))
	e.network = networkTo(e.t, e.cluster.Config)
	kubeconfig, err := clientcmd.LoadFromFile(e.cluster.KubeconfigPath)
	if err != nil {
		e.t.Fatal(err)
	}
	for _, c := range kubeconfig.Clusters {
		c.Server = e.network.URL()
	}
	e.behind = filepath.Join(e.dir, "behind.kubeconfig")
	if err := clientcmd.WriteToFile(*kubeconfig, e.behind); err != nil {
		e.t.Fatal(err)
	}
}

// faulty runs the scenarios without a fault, directly and through the network, and then during one fault after the other.
func (e *endurance) faulty(runs int) {
	e.t.Helper()
	all := e.faults()
	began := time.Now()
	e.run(all[0], 0, 0)
	e.life = time.Since(began)
	e.run(fault{name: "behind the network", behind: true, begin: all[0].begin, end: all[0].end}, 0, 0)
	e.next()
	before := e.settledWhole()
	var order []fault
	for i := range runs {
		if len(order) == 0 {
			order = slices.Clone(all)
			e.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		f := order[0]
		order = order[1:]
		after, lasts := time.Duration(e.random.Float64()*float64(e.life)), faultLasts(e.random)
		e.t.Logf("run %d: after %s, %s, for %s", i+1, after.Round(time.Millisecond), f.name, lasts.Round(time.Millisecond))
		e.run(f, after, lasts)
		e.recovered()
		e.next()
		if differs := e.differs(before); len(differs) > 0 {
			e.t.Errorf("%s: after the next run this differs:\n%s", f.name, strings.Join(differs[:min(len(differs), 50)], "\n"))
			before = e.settledWhole() // not the fault of the next one
		}
		e.evidence()
	}
}

// run runs the scenarios during a fault, and compares their verdicts with the known ones.
func (e *endurance) run(f fault, after, lasts time.Duration) {
	e.t.Helper()
	flags, imageOf := e.flags, func(name string) string { return name }
	if f.behind {
		flags, imageOf = []string{"--kubeconfig", e.behind, "--allow-node-changes"}, e.cluster.Images.Map
	}
	if err := os.WriteFile(filepath.Join(e.dir, "features", "own.feature"), []byte(endures(imageOf)), 0o600); err != nil {
		e.t.Fatal(err)
	}
	result := filepath.Join(e.dir, "result.json")
	if err := os.Remove(result); err != nil && !errors.Is(err, fs.ErrNotExist) {
		e.t.Fatal(err)
	}
	cmd, out := e.command(append([]string{"run", "--tags", "not @next", "--report", "json:" + result}, flags...)...)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		e.t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	ended, err := e.beside(f, after, lasts, over, cmd.Process)
	if err != nil {
		e.t.Fatalf("%s: %v", f.name, err)
	}
	var code int
	select {
	case err := <-ended:
		code = exitOf(err)
	case <-time.After(runEndsWithin):
		_ = cmd.Process.Kill()
		e.t.Fatalf("%s: the run has not ended after %s:\n%s", f.name, runEndsWithin, out)
	}
	verdicts, d := e.verdictsOf(result), fails
	switch {
	case f.kills && lasts > 0:
		d = killed
	case lasts == 0 || f.name == e.faults()[0].name:
		d = quiet
	}
	wrong, inconclusive := wrongOf(verdicts, d)
	if want := exitCodeOf(verdicts); d != killed && code != want {
		wrong = append(wrong, fmt.Sprintf("the exit code is %d, and for these verdicts it is %d", code, want))
	}
	if len(wrong) > 0 {
		e.t.Errorf("%s after %s for %s:\n%s\n%s", f.name, after, lasts, strings.Join(wrong, "\n"), out)
	}
	e.t.Logf("%s: exit code %d after %s; %d verdicts are known, %d inconclusive, %d wrong", f.name, code,
		time.Since(began).Round(time.Second), len(knownVerdicts)-inconclusive-len(wrong), inconclusive, len(wrong))
}

// beside begins and ends the fault during the run. ended receives what over has received, or will receive.
func (e *endurance) beside(f fault, after, lasts time.Duration, over chan error, run *os.Process) (ended <-chan error, err error) {
	if lasts == 0 {
		return over, nil
	}
	ctx := context.WithoutCancel(e.t.Context())
	wait := func(d time.Duration) {
		select {
		case err := <-over:
			over <- err
		case <-time.After(d):
		}
	}
	wait(after)
	if f.kills {
		if err := run.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return nil, err
		}
		return over, nil
	}
	if err := f.begin(ctx); err != nil {
		return nil, errors.Join(err, f.end(ctx))
	}
	wait(lasts)
	return over, f.end(ctx)
}

// next is the run after a fault, which removes what the one before has left.
func (e *endurance) next() {
	e.t.Helper()
	e.passes("run", "--tags", "@next")
}
