package main

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
}

func (d *daily) register(flags *pflag.FlagSet) {
	flags.BoolVar(&d.failed, "failed", false, "run only scenarios that did not pass in their last run")
	flags.BoolVar(&d.dryRun, "dry-run", false, "check features and manifests, and list what would run; no cluster is contacted")
	flags.BoolVar(&d.watch, "watch", false, "keep running, and rerun scenarios when they or their manifests are saved")
	flags.StringVar(&d.shard, "shard", "", "run only this part of the scenarios: 2/4 is the second of four; see gherkind report merge")
	flags.StringVar(&d.shardTimes, "shard-times", "", "divide scenarios by their durations in this JSON `report` of an earlier run; use the same file for all shards")
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "keep" {
			name = "keep-on-failure"
		}
		return pflag.NormalizedName(name)
	})
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
