package scenarios

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// RunVersions runs the scenarios on one version of Kubernetes after the other. Each has a cluster of
// its own; one that was made for this is removed after its scenarios, unless failures are to be kept.
// Show is called with the options of each version, to which it adds whatever listens, and returns
// what is to be done when that version has been run. What is wrong with the options is an error
// before anything is run. A version whose run has an error has it in its entry, and the others are run all
// the same, unless the context has ended, or nothing is to be started after a failure.
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
	return runs, nil //nolint:nilerr // what went wrong with a version is in its run
}

// checkVersions looks at all versions before the first is run.
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
