package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/scenarios"
)

// daily are flags of run that are about one call of it, and therefore no settings of a project.
type daily struct {
	failed, dryRun, watch bool
	shard, shardTimes     string
}

func (d *daily) register(flags *pflag.FlagSet) {
	flags.BoolVar(&d.failed, "failed", false, "run only scenarios that did not pass when they were last run")
	flags.BoolVar(&d.dryRun, "dry-run", false, "check features and manifests, and print what would be run; no cluster is asked")
	flags.BoolVar(&d.watch, "watch", false, "go on, and run scenarios again when they or their manifests are saved")
	flags.StringVar(&d.shard, "shard", "", "run only this part of the scenarios: 2/4 is the second of four; see gherkind report merge")
	flags.StringVar(&d.shardTimes, "shard-times", "", "divide scenarios by how long they took, from this JSON `report` of an earlier run; the same for all shards")
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "keep" {
			name = "keep-on-failure"
		}
		return pflag.NormalizedName(name)
	})
}

// orNothing is the error of a run. That nothing is to be run again is none.
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
