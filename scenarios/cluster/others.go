package cluster

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/client-go/rest"
)

// Others knows the runs that use a cluster. Nil in Options stands for nobody.
type Others interface {
	// AwaitNodes returns when no run that goes on has one of the nodes stopped on purpose. It tells waiting what it waits for.
	AwaitNodes(ctx context.Context, config *rest.Config, nodes []string, waiting func(string)) error
	// Running are the runs that go on.
	Running(ctx context.Context, config *rest.Config) ([]string, error)
}

// awaitOthers leaves nodes that a run has stopped to that run. An API server that does not answer, as
// when all nodes are stopped, serves no run.
func (w wanted) awaitOthers(ctx context.Context, have []container) ([]container, error) {
	var stopped []string
	for _, c := range have {
		if c.isDown() {
			stopped = append(stopped, c.Name)
		}
	}
	if len(stopped) == 0 {
		return have, nil
	}
	if len(w.runs(ctx, have)) == 0 {
		return have, nil
	}
	_, config, err := w.kubeconfig(have)
	if err != nil {
		return nil, err
	}
	if err := w.options.Others.AwaitNodes(ctx, quick(config), stopped, w.options.Progress.Step); err != nil {
		return nil, &EnvironmentError{Doing: "use cluster " + w.options.Name, Err: err}
	}
	return containersOf(ctx, w.options.Name)
}

// mustBeUnused is an error when a run goes on in the cluster, which is to be deleted for a reason.
func (w wanted) mustBeUnused(ctx context.Context, have []container, why string) error {
	runs := w.runs(ctx, have)
	if len(runs) == 0 {
		return nil
	}
	return &EnvironmentError{
		Doing:  fmt.Sprintf("recreate cluster %s (%s)", w.options.Name, why),
		Advice: "wait for the end of that run, or choose another --name",
		Err:    fmt.Errorf("run %s uses it", strings.Join(runs, ", ")),
	}
}

// runs are those that go on in the cluster; none when its API server does not answer.
func (w wanted) runs(ctx context.Context, have []container) []string {
	up := false
	for _, c := range have {
		up = up || c.Role == "control-plane" && !c.isDown()
	}
	if w.options.Others == nil || !up {
		return nil
	}
	_, config, err := w.kubeconfig(have)
	if err != nil {
		return nil
	}
	runs, err := w.options.Others.Running(ctx, quick(config))
	if err != nil {
		return nil // nobody can use it, then
	}
	return runs
}
