//go:build linux

package cli

import (
	"context"
	"math/rand/v2"
	"os/exec"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// fault is what happens during a run.
type fault struct {
	name   string
	behind bool // the run uses the cluster as an external one, through the network
	kills  bool // it is the run that is killed
	begin  func(context.Context) error
	end    func(context.Context) error
}

// The duration of a fault: half of them end before a wait does, the others last longer.
const (
	shortFault = 8 * time.Second
	longFault  = 75 * time.Second
)

func faultLasts(random *rand.Rand) time.Duration {
	if random.IntN(2) == 0 {
		return time.Second + time.Duration(random.Float64()*float64(shortFault))
	}
	return shortFault + time.Duration(random.Float64()*float64(longFault-shortFault))
}

// faults are all faults; the first is that nothing happens.
func (e *endurance) faults() []fault {
	nothing := func(context.Context) error { return nil }
	quick := func(do func()) func(context.Context) error {
		return func(context.Context) error { do(); return nil }
	}
	machine := func(name string, begin func(context.Context, string) error, node string) fault {
		return fault{
			name:  name,
			begin: func(ctx context.Context) error { return begin(ctx, node) },
			end:   func(ctx context.Context) error { return docker.Start(ctx, node) },
		}
	}
	control, worker := e.cluster.Nodes[0].Container, e.cluster.Nodes[1].Container
	return []fault{
		{name: "nothing happens", begin: nothing, end: nothing},
		machine("the control plane freezes", docker.Pause, control),
		machine("a worker is stopped", docker.Stop, worker),
		{name: "the network is cut", behind: true, begin: quick(func() { e.network.Cut(true) }), end: quick(func() { e.network.Cut(false) })},
		{name: "the run is killed", kills: true, begin: nothing, end: nothing},
		{name: "the API server is killed", end: nothing, begin: func(ctx context.Context) error {
			return onMachine(ctx, control, "kill -KILL $(pidof kube-apiserver)")
		}},
		{name: "the network hangs", behind: true, begin: quick(func() { e.network.Hang(true) }), end: quick(func() { e.network.Hang(false) })},
		machine("a worker freezes", docker.Pause, worker),
		machine("the control plane is stopped", docker.Stop, control),
		{name: "the controllers are killed", end: nothing, begin: func(ctx context.Context) error {
			return onMachine(ctx, control, "kill -KILL $(pidof kube-scheduler kube-controller-manager)")
		}},
	}
}

func onMachine(ctx context.Context, container, command string) error {
	out, err := exec.CommandContext(ctx, "docker", "exec", container, "sh", "-c", command).CombinedOutput()
	if err != nil && strings.Contains(string(out), "kill: usage") { // it was not running, which is a fault as well
		return nil
	}
	return err
}
