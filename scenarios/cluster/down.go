package cluster

import (
	"context"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Down deletes the own cluster. One that is not there is no error; a kind
// cluster of that name that gherkind did not create is an [*EnvironmentError]
// and stays.
func Down(ctx context.Context, o Options) error {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return err
	}
	if known, err := lockedBefore(o); err != nil {
		return err
	} else if !known { // nobody makes it now: it needs no lock, and gets none
		if have, err := o.containers(ctx); err != nil || len(have) == 0 {
			return o.none(err)
		}
	}
	return locked(ctx, o, func() error {
		have, err := o.containers(ctx)
		if err != nil || len(have) == 0 {
			return o.none(err)
		}
		if err := remove(ctx, o); err != nil {
			return err
		}
		o.Progress.Done("")
		return nil
	})
}

// DownUnused deletes a cluster that the caller has created and has done with, unless a run uses it by now. It tells which.
func DownUnused(ctx context.Context, o Options) (users []string, err error) {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return nil, err
	}
	err = locked(ctx, o, func() error {
		have, err := o.containers(ctx)
		if err != nil {
			return err
		}
		if users, err = (wanted{options: o}).runsForSure(ctx, have); err != nil || len(users) > 0 || len(have) == 0 {
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

// containers are those of the cluster.
func (o Options) containers(ctx context.Context) ([]docker.Container, error) {
	have, err := docker.OfCluster(ctx, o.Name)
	if err != nil {
		return nil, &EnvironmentError{Doing: "look for cluster " + o.Name, Advice: "is Docker running?", Err: err}
	}
	return have, nil
}

// none says that there is no cluster, unless that could not be found out.
func (o Options) none(err error) error {
	if err == nil {
		o.Progress.Info("there is no cluster " + o.Name)
	}
	return err
}
