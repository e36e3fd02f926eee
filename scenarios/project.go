package scenarios

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/report/formats"
	"github.com/gherkind/gherkind/steps/world"
)

// FromProject returns the options in gherkind.yaml, which is searched for in the folder and then in the folders above it.
// Environment variables, such as GHERKIND_TAGS, override the file. Profile is the name of one of its profiles; "" means that of
// GHERKIND_PROFILE, if any. Without a project file, the options are those of the environment, and the defaults. The error is
// a [*UsageError].
//
// In a test of package cmd of an application, whose gherkind.yaml is in the root of its module:
//
//	func TestFeatures(t *testing.T) {
//		options, err := scenarios.FromProject(".", "")
//		if err != nil {
//			t.Fatal(err)
//		}
//		scenariotest.Test(t, options)
//	}
func FromProject(dir, profile string) (Options, error) {
	p, err := project.Resolve(project.Request{Dir: dir, Profile: profile, Getenv: os.Getenv})
	if err != nil {
		return Options{}, &UsageError{Err: err}
	}
	o, err := OfProject(p)
	if err != nil {
		return o, err
	}
	switch len(p.Kubernetes) {
	case 0:
	case 1:
		o.Cluster.Kubernetes = p.Kubernetes[0]
	default:
		err := fmt.Errorf("%s: several versions of Kubernetes: name one, in a profile or in %s", p.Origin("kubernetes"), "GHERKIND_KUBERNETES")
		return o, &UsageError{Err: err}
	}
	for _, spec := range p.Reports {
		listener, err := formats.Parse(spec)
		if err != nil {
			return o, &UsageError{Err: fmt.Errorf("%s: %w", p.Origin("report"), err)}
		}
		o.Listeners = append(o.Listeners, listener)
	}
	return o, nil
}

// OfProject returns the options of settings that the command line has read, except reports and Kubernetes versions, which the
// caller handles.
func OfProject(p *project.Project) (Options, error) {
	s := p.Settings
	timeouts := world.DefaultTimeouts()
	timeouts.Step, timeouts.Action = s.Step, s.Action
	o := Options{
		Paths: s.Features, Manifests: s.Manifests, Values: s.Values, Tags: s.Tags, Parallel: s.Parallel, Cluster: *s.Cluster,
		AllowChanges: s.AllowChanges, AllowNodeChanges: s.AllowNodeChanges, AllowCommands: s.AllowCommands,
		Timeouts: timeouts, ScenarioTimeout: s.Scenario, Patient: s.Patient,
		KeepOnFailure: s.KeepOnFailure, Retry: s.Retry, FlakyFails: s.Flaky == "fail", Repeat: s.Repeat, FailFast: s.FailFast,
	}
	var err error
	if o.setUp, err = p.OneSetUp(); err != nil {
		return o, err
	}
	if p.File == nil || p.File.Dir() == "." {
		return o, nil
	}
	return o, o.below(p.File.Dir())
}

// below sets defaults relative to the folder of the project.
func (o *Options) below(dir string) error {
	o.StateDir = filepath.Join(dir, StateDir)
	o.Cluster.StateDir = o.StateDir
	o.Manifests = append(o.Manifests, filepath.Join(dir, "manifests"))
	if len(o.Paths) > 0 {
		return nil
	}
	features := filepath.Join(dir, tree.DefaultPath)
	_, err := os.Stat(features)
	switch {
	case err == nil:
		o.Paths = []string{features}
	case errors.Is(err, os.ErrNotExist):
		o.Paths = []string{dir}
	default:
		return &UsageError{Err: fmt.Errorf("look for the features: %w", err)}
	}
	return nil
}
