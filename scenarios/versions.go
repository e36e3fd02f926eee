package scenarios

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// RunVersions runs the scenarios on several versions of Kubernetes, one after the other. Each version has
// its own cluster. Clusters created for this are deleted afterwards, unless failures are to be kept.
// Show is called with the options of each version, to which it adds listeners; the function that it
// returns is called when that version has been run. Invalid options are an error before anything
// runs. If the run of a version ends with an error, its entry has that error, and the other versions
// still run, unless the context has ended or FailFast is set.
func RunVersions(ctx context.Context, o Options, versions []string, show func(*Options) (shown func() error, err error)) ([]report.VersionRun, error) {
	if err := checkVersions(o, versions); err != nil {
		return nil, err
	}
	var runs []report.VersionRun
	var passed *NothingFailedError
	for _, version := range versions {
		if ctx.Err() != nil {
			break
		}
		one := o
		one.Cluster.Kubernetes, one.temporary = version, !o.KeepOnFailure
		shown, err := show(&one)
		if err != nil {
			return runs, err
		}
		v := report.VersionRun{Kubernetes: version}
		v.Run, v.Err = Run(ctx, one)
		v.Err = errors.Join(v.Err, shown())
		if errors.As(v.Err, new(*UsageError)) {
			return runs, v.Err
		}
		if nothing := new(*NothingFailedError); errors.As(v.Err, nothing) {
			passed = *nothing
			continue
		}
		runs = append(runs, v)
		if o.FailFast && (v.Err != nil || !v.Run.Passed()) {
			break
		}
	}
	if len(runs) == 0 && passed != nil {
		return nil, passed
	}
	return runs, nil // what went wrong with a version is in its run
}

// checkVersions checks all versions before the first is run.
func checkVersions(o Options, versions []string) error {
	seen := map[string]string{}
	for _, version := range versions {
		one := o.Cluster
		one.Kubernetes = version
		if err := one.Check(); err != nil {
			return err
		}
		if other, twice := seen[one.Own()]; twice {
			return &cluster.OptionError{Err: fmt.Errorf("--kubernetes %s and %s would share the cluster %s: name each version once, and leave --name out", other, version, one.Own())}
		}
		seen[one.Own()] = version
	}
	return nil
}
