package cluster

import (
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Down deletes gherkind's own cluster, even if runs use it. If it does not exist, that is not an error; a kind
// cluster of that name that gherkind did not create is an [*EnvironmentError]
// and is not deleted.
func Down(ctx context.Context, o Options) error {
	_, err := takeDown(ctx, o, func(desired, []docker.Container) ([]string, error) { return nil, nil })
	return err
}

// DownUnused is Down for a cluster that no run uses. Otherwise it deletes nothing and reports which runs use it.
func DownUnused(ctx context.Context, o Options) (users []string, err error) {
	return takeDown(ctx, o, func(w desired, have []docker.Container) ([]string, error) { return w.runsForSure(ctx, have) })
}

func takeDown(ctx context.Context, o Options, usersOf func(desired, []docker.Container) ([]string, error)) (users []string, err error) {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return nil, err
	}
	if known, err := lockedBefore(o); err != nil {
		return nil, err
	} else if !known { // no process is creating it, so no lock is needed
		if have, err := o.containers(ctx); err != nil || len(have) == 0 {
			return nil, o.none(err)
		}
	}
	err = locked(ctx, o, func() error {
		have, err := o.containers(ctx)
		if err != nil || len(have) == 0 {
			return o.none(err)
		}
		if users, err = usersOf(desired{options: o}, have); err != nil || len(users) > 0 {
			return err
		}
		if err := remove(ctx, o); err != nil {
			return err
		}
		o.Progress.Done("")
		return nil
	})
	return users, err
}

// InUse returns an error that says why a cluster was not deleted; nil without users.
func InUse(name string, users []string) error {
	if len(users) == 0 {
		return nil
	}
	return &EnvironmentError{
		Doing:  "delete cluster " + name,
		Advice: "wait for the end of that run, or delete the cluster all the same with --force",
		Err:    fmt.Errorf("%s uses it", strings.Join(users, ", ")),
	}
}

// containers returns the containers of the cluster.
func (o Options) containers(ctx context.Context) ([]docker.Container, error) {
	have, err := docker.OfCluster(ctx, o.Name)
	if err != nil {
		return nil, &EnvironmentError{Doing: "look for cluster " + o.Name, Advice: "is Docker running?", Err: err}
	}
	return have, nil
}

// none reports that there is no cluster, unless that could not be determined.
func (o Options) none(err error) error {
	if err == nil {
		o.Progress.Info("there is no cluster " + o.Name)
	}
	return err
}
