//go:build unix

package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// killedWithin is about how long the scenarios that `make test` kills take on an idle machine. On a slower machine they are
// killed at an earlier point.
const killedWithin = 8 * time.Second

// asBefore is how long deleted objects may take to be gone, and a started machine to be ready.
const asBefore = 3 * time.Minute

// glance is the interval at which the cluster is checked.
const glance = 2 * time.Second

// victim is a run that is ended repeatedly, and its cluster.
type victim struct {
	*sandbox
	config     *rest.Config
	containers []string
	flags      []string
	tags       string        // of the scenarios that are killed
	word       string        // to which the comparison is limited; "" for everything
	life       time.Duration // duration of a run that is not ended
}

// TestKilledAtAnyMoment ends runs at random moments, in the ways in which machines and users do. After the next run, the
// cluster must be as before: in `make prove` completely, on a dedicated cluster, and otherwise everything that contains the
// word used in all names of the scenarios. GHERKIND_SEED sets the seed, which is printed, and GHERKIND_MOMENTS the number of
// moments.
func TestKilledAtAnyMoment(t *testing.T) {
	moments, seed := 3, uint64(1)
	v := &victim{sandbox: newSandbox(t, whatKilledRunsDo), tags: "not @next and not @machines", word: "gherkind-killed", life: killedWithin}
	v.on(v.connected())
	if proving.On() {
		moments, seed = 30, uint64(time.Now().UnixNano())
		v.alone("gherkind-killed")
		began := time.Now()
		v.passes("run", "--tags", v.tags)
		v.life = time.Since(began)
		v.passes("run", "--tags", "@next")
	}
	given(t, "GHERKIND_SEED", &seed)
	given(t, "GHERKIND_MOMENTS", &moments)
	t.Logf("GHERKIND_SEED=%d, a whole run takes %s", seed, v.life)
	before := v.look()
	if v.word == "" {
		before = v.settled(before)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	ways := []string{"SIGKILL", "SIGTERM", "SIGSTOP and SIGCONT"}
	order := random.Perm(moments)
	for i, part := range order {
		// Distributed over the whole duration of the run.
		after := time.Duration((float64(part) + random.Float64()) / float64(moments) * float64(v.life))
		v.moment(before, ways[i%len(ways)], after)
	}
	v.passes("run", "--tags", v.tags)
}

func given(t *testing.T, variable string, value any) {
	t.Helper()
	if text := os.Getenv(variable); text != "" {
		if _, err := fmt.Sscan(text, value); err != nil {
			t.Fatal(err)
		}
	}
}

// moment ends a run, executes another one, and compares the cluster with its state before both.
func (v *victim) moment(before whole, way string, after time.Duration) {
	v.t.Helper()
	began := time.Now()
	said, code := v.ended(way, after)
	next, out := v.command(v.args("run", "--tags", "@next")...)
	if code := exitOf(next.Run()); code != exitPassed {
		v.t.Fatalf("%s after %s: the next run has the exit code %d:\n%s\nthe run before:\n%s", way, after, code, out, said)
	}
	took := time.Since(began).Round(time.Second)
	differs := v.differsFrom(before)
	if len(differs) > 0 {
		v.t.Errorf("%s after %s:\n%s\nthe next run said:\n%s\nthe run before:\n%s", way, after, strings.Join(differs, "\n"), out, said)
	}
	if way == "SIGSTOP and SIGCONT" && code != exitPassed && code != exitEnvironment {
		v.t.Errorf("%s after %s: a pause is no fault of what is tested: exit code %d:\n%s", way, after, code, said)
	}
	left := strings.Count(out.String(), " left")
	if way != "SIGKILL" && left > 0 {
		v.t.Errorf("%s after %s: the run has not undone everything itself; the next run said:\n%s\nthe run before:\n%s", way, after, out, said)
	}
	v.t.Logf("%s after %s: exit code %d; the next run took back %d things; both took %s, and %s later %d things differ", way,
		after.Round(time.Millisecond), code, left, took, (time.Since(began) - took).Round(time.Second), len(differs))
}

// connected returns the project's cluster.
func (v *victim) connected() *cluster.Cluster {
	v.t.Helper()
	c, err := cluster.Up(v.t.Context(), cluster.Options{StateDir: "../../.gherkind"})
	if err != nil {
		v.t.Fatal(err)
	}
	return c
}

// alone creates a cluster of that name and uses it for the runs.
func (v *victim) alone(name string) (*cluster.Cluster, cluster.Options) {
	v.t.Helper()
	shape, err := filepath.Abs("testdata/killed.yaml")
	if err != nil {
		v.t.Fatal(err)
	}
	o := cluster.Options{Name: name, Topology: shape, StateDir: filepath.Join(v.dir, ".gherkind")}
	v.t.Cleanup(func() {
		if err := cluster.Down(context.WithoutCancel(v.t.Context()), o); err != nil {
			v.t.Error(err)
		}
	})
	c, err := cluster.Up(v.t.Context(), o)
	if err != nil {
		v.t.Fatal(err)
	}
	v.on(c)
	v.flags, v.tags, v.word = []string{"--name", o.Name, "--topology", shape}, "not @next", ""
	return c, o
}

// settled waits until the state of the cluster no longer changes.
func (v *victim) settled(w whole) whole {
	v.t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	for quiet, end := 0, time.Now().Add(asBefore); quiet < 3; quiet++ {
		<-again.C
		next := v.look()
		if len(next.since(w)) > 0 || len(next.about(`"ready":"False"`)) > 0 {
			quiet = -1
		}
		if w = next; time.Now().After(end) {
			v.t.Fatal("the cluster does not come to rest")
		}
	}
	return w
}

func (v *victim) on(c *cluster.Cluster) {
	v.t.Helper()
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		v.t.Fatal(err)
	}
	v.client, v.config, v.containers = client, rest.CopyConfig(c.Config), nil
	v.config.QPS, v.config.WarningHandler = -1, rest.NoWarnings{} // all kinds are listed, including deprecated ones
	for _, node := range c.Nodes {
		v.containers = append(v.containers, node.Container)
	}
}

func (v *victim) args(args ...string) []string { return append(args, v.flags...) }

// passes executes the scenarios without interruption.
func (v *victim) passes(args ...string) {
	v.t.Helper()
	cmd, out := v.command(v.args(args...)...)
	if code := exitOf(cmd.Run()); code != exitPassed {
		v.t.Fatalf("exit code %d:\n%s", code, out)
	}
}

// ended starts the scenarios, ends the run in this way after this time, and returns its output.
func (v *victim) ended(way string, after time.Duration) (said string, code int) {
	v.t.Helper()
	cmd, out := v.command(v.args("run", "--tags", v.tags)...)
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	over, began := make(chan error, 1), time.Now()
	go func() { over <- cmd.Wait() }()
	select {
	case err := <-over: // it ended earlier, which is a moment, too, but later ones must be within its duration
		v.life = time.Since(began)
		return out.String(), exitOf(err)
	case <-time.After(after):
	}
	signals := map[string][]syscall.Signal{
		"SIGKILL": {syscall.SIGKILL}, "SIGTERM": {syscall.SIGTERM}, "SIGSTOP and SIGCONT": {syscall.SIGSTOP, syscall.SIGCONT},
	}
	for i, signal := range signals[way] {
		if i > 0 {
			<-time.After(min(after/2, killedWithin)) // stopped for this long
		}
		if err := cmd.Process.Signal(signal); err != nil && err != os.ErrProcessDone { //nolint:errorlint // as package os returns it
			v.t.Error(err)
		}
	}
	err := <-over
	return out.String(), exitOf(err)
}

func (v *victim) look() whole {
	v.t.Helper()
	w, err := wholeOf(context.WithoutCancel(v.t.Context()), v.config, v.containers)
	if err != nil {
		v.t.Fatal(err)
	}
	if v.word != "" {
		return w.about(v.word)
	}
	return w
}

// differsFrom returns the differences from the state before, after waiting for what ends by itself: terminating namespaces, and
// machines that are starting.
func (v *victim) differsFrom(before whole) (differs []string) {
	v.t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	for end := time.Now().Add(asBefore); ; <-again.C {
		differs = v.look().since(before)
		if len(differs) == 0 || time.Now().After(end) {
			return differs
		}
	}
}
