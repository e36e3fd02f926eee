package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// reportsOf returns the reports for each version. If there are several versions, each has its own files: "junit.xml" becomes
// "junit-v1.36.xml" for v1.36.
func reportsOf(l *say.Language, specs, versions []string) (map[string][]report.Listener, error) {
	if len(versions) == 0 {
		versions = []string{""}
	}
	all := map[string][]report.Listener{}
	for _, version := range versions {
		own := specs
		if len(versions) > 1 {
			own = nil
			for _, spec := range specs {
				own = append(own, ofVersion(spec, version))
			}
		}
		writers, err := parseReports(l, own)
		if err != nil {
			return nil, err
		}
		all[version] = writers
	}
	return all, nil
}

// ofVersion adds the version to the file name of a report. Anything but a regular file is shared.
func ofVersion(spec, version string) string {
	format, file, ok := strings.Cut(spec, ":")
	if !ok || file == "-" || file == "" || strings.HasPrefix(filepath.Clean(file), "/dev/") {
		return spec
	}
	end := filepath.Ext(file)
	return format + ":" + strings.TrimSuffix(file, end) + "-" + version + end
}

// runVersions runs the scenarios on each version, and shows all of them in one table.
func runVersions(ctx context.Context, opts scenarios.Options, versions []string, writers map[string][]report.Listener, quiet, pause bool, again func(string) []string) error {
	runs, err := scenarios.RunVersions(ctx, opts, versions, func(one *scenarios.Options) (func() error, error) {
		version := one.Cluster.Kubernetes
		terminal, err := show(ctx, one, writers[version], quiet, pause, again(version))
		if err != nil {
			return nil, err
		}
		return terminal.Close, nil
	})
	if err != nil {
		return err
	}
	options := terminal.OptionsFor(os.Stdout, os.Getenv)
	options.Quiet, options.Language = quiet, speaking(ctx)
	fmt.Printf("\n%s", terminal.VersionTable(runs, options))
	if ctx.Err() != nil {
		return interruptedBy(ctx)
	}
	return worst(runs)
}

// worst returns the error of the version with the worst result: first failed behaviour, then a fault of the host or a cluster.
func worst(runs []report.VersionRun) error {
	var bad error
	for _, r := range runs {
		err := r.Err
		if err == nil {
			err = outcome(r.Run)
		}
		switch {
		case errors.Is(err, errFailed):
			return err
		case bad == nil:
			bad = err
		}
	}
	return bad
}
