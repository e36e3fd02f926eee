package runlock

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

// heldLimit is how long a run may keep a node stopped before other runs stop waiting for it.
const heldLimit = 10 * time.Minute

// Others finds the runs that use a cluster, for a process that is not a run.
type Others struct{}

// Running returns the IDs of the living runs.
func (Others) Running(ctx context.Context, config *kube.Config) ([]string, error) {
	m, err := observer(config)
	if err != nil {
		return nil, err
	}
	list, err := m.list(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for runs on this cluster: %w", err)
	}
	var runs []string
	for i := range list {
		run := strings.TrimPrefix(list[i].Name, runPrefix)
		alive, err := m.Alive(ctx, run)
		if err != nil {
			return nil, err
		}
		if alive {
			runs = append(runs, run)
		}
	}
	return runs, nil
}

// AwaitNodes returns when no living run has stopped or paused one of the nodes. Any process may then start a node that is still
// stopped. waiting is called once, with the reason.
func (o Others) AwaitNodes(ctx context.Context, config *kube.Config, nodes []string, waiting func(string)) error {
	m, err := observer(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, heldLimit)
	defer cancel()
	again := time.NewTicker(pollInterval) // the expiry of a Lease is not an event that could be watched
	defer again.Stop()
	answered, said, run, node := time.Now(), false, "", ""
	for {
		run, node, err = o.holder(ctx, m, nodes)
		switch {
		case err == nil && run == "":
			return nil
		case err == nil:
			answered = time.Now()
		case !kube.Transient(err) || time.Since(answered) > outage || ctx.Err() != nil:
			return err
		}
		if !said && run != "" {
			waiting(fmt.Sprintf("wait until run %s has started node %s again", run, node))
			said = true
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("wait until run %s, which has stopped node %s, starts it again: %w; end that run first", run, node, context.Cause(ctx))
		}
	}
}

// holder returns a living run that has stopped one of the nodes, and that node. Both are empty if there is none.
func (Others) holder(ctx context.Context, m *Member, nodes []string) (run, node string, err error) {
	stopped, err := world.Stopped(ctx, m.client)
	if err != nil {
		return "", "", err
	}
	for _, s := range stopped {
		if !slices.Contains(nodes, s.Node) {
			continue
		}
		if alive, err := m.Alive(ctx, s.Run); err != nil || alive {
			return s.Run, s.Node, err
		}
	}
	return "", "", nil
}

func observer(config *kube.Config) (*Member, error) {
	client, err := kube.New(config)
	if err != nil {
		return nil, fmt.Errorf("look for runs on this cluster: %w", err)
	}
	return Observer(client), nil
}

// Observer observes the runs on a cluster without being one. It needs no permission to write Leases.
func Observer(client *kube.Client) *Member {
	return &Member{client: client, observes: true, note: func(string, ...any) {}}
}
