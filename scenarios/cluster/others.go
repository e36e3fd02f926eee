package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
)

// runsOf returns the runs that use a cluster.
type runsOf interface {
	// AwaitNodes returns when no running run keeps one of the nodes stopped. It calls waiting with the reason.
	AwaitNodes(ctx context.Context, config *rest.Config, nodes []string, waiting func(string)) error
	// Running returns the IDs of the running runs.
	Running(ctx context.Context, config *rest.Config) ([]string, error)
}

// awaitOthers waits for runs that have stopped nodes, so that those runs start them again. It returns the containers as they are
// then: a node that is still down was down before the runs were asked, and none of them has stopped it.
func (w desired) awaitOthers(ctx context.Context, have []docker.Container) ([]docker.Container, error) {
	err := wait.PollUntilContextTimeout(ctx, serverAgain, besideLimit, true, func(context.Context) (over bool, err error) { // what it calls has limits of its own
		asked, err := w.awaitServer(ctx, have)
		if err != nil {
			return false, err
		}
		if over, err = w.startedByOthers(ctx, asked); over || err != nil {
			have = asked
			return over, err
		}
		have, err = docker.OfCluster(ctx, w.options.Name)
		return sameState(asked, have), err // otherwise a run may have stopped a node that was not asked about
	})
	if wait.Interrupted(err) && ctx.Err() == nil && !errors.As(err, new(*EnvironmentError)) {
		return nil, &EnvironmentError{Doing: "use cluster " + w.options.Name, Advice: "end these runs first",
			Err: fmt.Errorf("other runs have stopped and started its nodes for %s", besideLimit)}
	}
	return have, err
}

// startedByOthers waits until no run keeps one of these nodes stopped. over says that there is nothing to wait for: no node is
// stopped, or there is no run.
func (w desired) startedByOthers(ctx context.Context, have []docker.Container) (over bool, err error) {
	stopped := down(have)
	if len(stopped) == 0 {
		return true, nil
	}
	if runs, err := w.runsForSure(ctx, have); err != nil || len(runs) == 0 {
		return err == nil, err
	}
	_, config, err := w.kubeconfig(have)
	if err != nil {
		return false, err
	}
	if err := w.options.others.AwaitNodes(ctx, quick(config), stopped, w.options.Progress.Step); err != nil {
		return false, &EnvironmentError{Doing: "use cluster " + w.options.Name, Err: err}
	}
	return false, nil
}

// sameState reports whether no container has been started, stopped or paused in between.
func sameState(before, after []docker.Container) bool {
	return slices.EqualFunc(before, after, func(a, b docker.Container) bool {
		return a.ID == b.ID && a.IsDown() == b.IsDown() && a.Started.Equal(b.Started)
	})
}

// down returns the containers that are stopped or paused.
func down(have []docker.Container) []string {
	var stopped []string
	for _, c := range have {
		if c.IsDown() {
			stopped = append(stopped, c.Name)
		}
	}
	return stopped
}

// serverAgain is how often to check whether a run has started the API server again, and serverLimit how long.
const (
	serverAgain = time.Second
	serverLimit = 10 * time.Minute
)

// awaitServer waits while runs of this machine use a cluster whose API server does not answer, because only those runs know which
// nodes they have stopped.
func (w desired) awaitServer(ctx context.Context, have []docker.Container) ([]docker.Container, error) {
	var users []string
	err := wait.PollUntilContextTimeout(ctx, serverAgain, serverLimit, true, func(context.Context) (over bool, err error) {
		if len(users) > 0 { // not the first check
			if have, err = docker.OfCluster(ctx, w.options.Name); err != nil {
				return false, err
			}
		}
		said := len(users) > 0
		if users = w.users(); len(users) == 0 || len(down(have)) == 0 {
			return true, nil
		}
		if _, answers := w.leased(ctx, have); answers {
			return true, nil
		}
		if !said {
			w.options.Progress.Step(fmt.Sprintf("wait until %s has started its API server again", strings.Join(users, ", ")))
		}
		return false, nil
	})
	switch {
	case err == nil:
		return have, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !wait.Interrupted(err):
		return nil, err
	}
	return nil, &EnvironmentError{Doing: "use cluster " + w.options.Name, Advice: "end that run first",
		Err: fmt.Errorf("%s uses it, and its API server has not answered for %s", strings.Join(users, ", "), serverLimit)}
}

// mustBeUnused returns an error if a run uses the cluster, which is to be deleted for the given reason.
func (w desired) mustBeUnused(ctx context.Context, have []docker.Container, why string) error {
	runs, err := w.runsForSure(ctx, have)
	if err != nil || len(runs) == 0 {
		return err
	}
	return &EnvironmentError{
		Doing:  fmt.Sprintf("recreate cluster %s (%s)", w.options.Name, why),
		Advice: "wait for the end of that run, or choose another --name",
		Err:    fmt.Errorf("%s uses it", strings.Join(runs, ", ")),
	}
}

// answerLimit is how long the API server of a cluster that is to be deleted may take to tell which runs use it. If it does not
// answer for longer, other runs cannot use it either.
const answerLimit = 30 * time.Second

// runsForSure is runs, but it retries if a running API server does not answer, because runs of other machines and users are known
// only from the cluster. A cluster that was never complete has no runs.
func (w desired) runsForSure(ctx context.Context, have []docker.Container) ([]string, error) {
	var runs []string
	err := wait.PollUntilContextTimeout(ctx, serverAgain, answerLimit, true, func(context.Context) (bool, error) {
		var answers bool
		runs, answers = w.runs(ctx, have)
		return len(runs) > 0 || answers || !planeRuns(have) || !isComplete(ctx, docker.FirstControlPlane(have)), nil
	})
	switch {
	case err == nil:
		return runs, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, nil // no run can use it
}

func planeRuns(have []docker.Container) bool {
	return slices.ContainsFunc(have, func(c docker.Container) bool { return c.Role == "control-plane" && !c.IsDown() })
}

// runs returns the runs that use the cluster, according to its Leases, if its API server answers, and according to this machine.
func (w desired) runs(ctx context.Context, have []docker.Container) (users []string, answers bool) {
	users = w.users()
	leased, answers := w.leased(ctx, have)
	for _, run := range leased {
		if run != w.options.Run && !slices.ContainsFunc(users, func(user string) bool { return strings.HasPrefix(user, "run "+run) }) {
			users = append(users, "run "+run)
		}
	}
	return users, answers
}

// users describes the other runs of this machine that use the cluster.
func (w desired) users() []string {
	runs, err := inuse.Of(w.options.Name)
	if err != nil {
		w.options.Progress.Info(err.Error())
	}
	var users []string
	for _, run := range runs {
		if run.ID != w.options.Run {
			users = append(users, fmt.Sprintf("run %s (process %d)", run.ID, run.Process))
		}
	}
	return users
}

// leased returns the runs that have a Lease in the cluster; none if its API server does not answer.
func (w desired) leased(ctx context.Context, have []docker.Container) (runs []string, answers bool) {
	if !planeRuns(have) {
		return nil, false
	}
	_, config, err := w.kubeconfig(have)
	if err != nil {
		return nil, false
	}
	runs, err = w.options.others.Running(ctx, quick(config))
	return runs, err == nil
}
