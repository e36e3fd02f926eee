package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/cluster/clean"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

func newClean() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "clean",
		Short: "Remove everything that gherkind has created: clusters, built images, caches, its Docker configuration",
		Args:  usage(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return cleanUnused(scenarios.StateDir, force, func() error {
				begunOf(c.Context()).willChange()
				terminal := newTerminal(c.Context(), false, []string{})
				defer terminal.Close()
				return clean.All(c.Context(), terminal, force)
			})
		},
	}
	c.Flags().BoolVar(&force, "force", false, "even clusters and evidence that runs use")
	return c
}

// cleanUnused removes everything, and then the state folder, unless an unfinished run keeps its evidence there. That run may be
// on an external cluster, so nothing else on this machine shows it.
func cleanUnused(stateDir string, force bool, all func() error) error {
	going, err := bundle.GoingOn(stateDir)
	switch {
	case force:
	case err != nil:
		return err
	case len(going) > 0:
		return &cluster.EnvironmentError{
			Doing:  "remove " + stateDir,
			Advice: "wait for the end of that run, or remove everything all the same with --force",
			Err:    fmt.Errorf("a run goes on that keeps its evidence in %s", strings.Join(going, ", ")),
		}
	}
	if err := all(); err != nil {
		return err
	}
	return removeState(stateDir)
}

// classes is the subfolder of the state folder with marks, attempts and submissions.
const classes = "class"

// removeState removes everything that runs have left in the folder, but not the work of people, which cannot be regenerated.
func removeState(stateDir string) error {
	if info, err := os.Lstat(stateDir); err == nil && !info.IsDir() {
		return os.Remove(stateDir) // a link, whatever its target
	}
	entries, err := os.ReadDir(stateDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	errs, kept := []error{err}, false
	for _, e := range entries {
		if e.Name() == classes {
			kept = true
			continue
		}
		errs = append(errs, os.RemoveAll(filepath.Join(stateDir, e.Name())))
	}
	switch err := errors.Join(errs...); {
	case err != nil:
		return fmt.Errorf("remove %s: %w", stateDir, err)
	case kept:
		fmt.Fprintln(os.Stderr, "left "+filepath.Join(stateDir, classes)+": marks and work of students; delete it by hand when nobody needs them")
		return nil
	}
	return os.RemoveAll(stateDir)
}
