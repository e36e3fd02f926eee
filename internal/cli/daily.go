package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/scenarios"
)

// daily has the flags of run that concern a single invocation, so they are not project settings.
type daily struct {
	failed, dryRun, watch bool
	shard, shardTimes     string
	onCluster, print      bool
	runners               int
	runnerImage, results  string
}

func (d *daily) register(flags *pflag.FlagSet) {
	flags.BoolVar(&d.failed, "failed", false, "run only scenarios that did not pass in their last run")
	flags.BoolVar(&d.dryRun, "dry-run", false, "check features and manifests, and list what would run; no cluster is contacted")
	flags.BoolVar(&d.watch, "watch", false, "keep running, and rerun scenarios when they or their manifests are saved")
	flags.StringVar(&d.shard, "shard", "", "run only this part of the scenarios: 2/4 is the second of four; see gherkind report merge")
	flags.StringVar(&d.shardTimes, "shard-times", "", "divide scenarios by their durations in this JSON `report` of an earlier run; use the same file for all shards")
	flags.BoolVar(&d.onCluster, "on-cluster", false, "have pods of the cluster run the scenarios, as far as pods can; see docs/on-cluster.md")
	flags.IntVar(&d.runners, "runners", 0, fmt.Sprintf("with --on-cluster: how many pods run scenarios (default %d)", scenarios.DefaultRunners))
	flags.StringVar(&d.runnerImage, "runner-image", "", "with --on-cluster: the `image` of the pods, for external clusters; it has this version of gherkind as its entrypoint")
	flags.StringVar(&d.results, "results", "", "with --on-cluster: store results in this bucket, `s3://BUCKET/PREFIX`, instead of ConfigMaps; AWS_ENDPOINT_URL and other variables say where it is")
	flags.BoolVar(&d.print, "print", false, "with --on-cluster: print the manifests instead of running anything; no cluster is contacted")
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "keep" {
			name = "keep-on-failure"
		}
		return pflag.NormalizedName(name)
	})
}

// divided sets the options for running scenarios in pods, if that is requested.
func (d *daily) divided(opts *scenarios.Options) error {
	switch {
	case !d.onCluster && (d.runners != 0 || d.runnerImage != "" || d.results != "" || d.print):
		return &commandError{errors.New("--runners, --runner-image, --results and --print say how --on-cluster runs scenarios: add --on-cluster")}
	case !d.onCluster:
		return nil
	case d.watch:
		return &commandError{errors.New("--on-cluster runs scenarios once, and --watch those that are saved: use only one of them")}
	case d.print && d.dryRun:
		return &commandError{errors.New("--print prints manifests, and --dry-run the scenarios: use only one of them")}
	}
	opts.OnCluster = &scenarios.OnCluster{Runners: d.runners, Image: d.runnerImage, Results: d.results}
	return nil
}

// orNothing returns the error of a run. If no failed scenario is left to run, it prints that and returns nil.
func orNothing(w io.Writer, err error) error {
	nothing, is := errors.AsType[*scenarios.NothingFailedError](err)
	if !is {
		return err
	}
	if _, err := fmt.Fprintln(w, nothing); err != nil {
		return fmt.Errorf("say that nothing is run: %w", err)
	}
	return nil
}
