package cluster

import "context"

// Down deletes the own cluster. One that is not there is no error; a kind
// cluster of that name that gherkind did not create is an [*EnvironmentError]
// and stays.
func Down(ctx context.Context, o Options) error {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return err
	}
	return locked(ctx, o, func() error {
		have, err := containersOf(ctx, o.Name)
		if err != nil {
			return &EnvironmentError{Doing: "look for cluster " + o.Name, Advice: "is Docker running?", Err: err}
		}
		if len(have) == 0 {
			o.Progress.Info("there is no cluster " + o.Name)
			return nil
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
		have, err := containersOf(ctx, o.Name)
		if err != nil {
			return &EnvironmentError{Doing: "look for cluster " + o.Name, Advice: "is Docker running?", Err: err}
		}
		if users = (wanted{options: o}).runs(ctx, have); len(users) > 0 || len(have) == 0 {
			return nil
		}
		if err := remove(ctx, o); err != nil {
			return err
		}
		o.Progress.Done("")
		return nil
	})
	return users, err
}
