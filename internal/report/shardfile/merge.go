package shardfile

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/shard"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Named is a file that was read, with its name for errors.
type Named struct {
	Path string
	*File
}

// Merge merges the results of several shards. Scenarios of a shard that is missing or did not finish count as not run, and the
// merged run has not passed. The error says why files do not belong together.
func Merge(files []Named) (*report.Run, error) {
	switch {
	case len(files) == 0:
		return nil, errors.New("there is nothing to merge")
	case len(files) == 1 && files[0].Run.Shard == nil:
		return alone(files[0]), nil
	}
	if err := together(files); err != nil {
		return nil, err
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b Named) int { return a.Run.Shard.Number - b.Run.Shard.Number })
	m := &merging{out: header(files[0].Run), have: map[string]*report.Scenario{}}
	for _, f := range files {
		if err := m.add(f); err != nil {
			return nil, err
		}
	}
	return m.result(files)
}

// alone returns the result of a file that is not a shard.
func alone(f Named) *report.Run {
	if !f.Complete {
		f.Run.Err = joined(f.Run.Err, notEnded)
	}
	return f.Run
}

const notEnded = "the run did not finish"

// together returns an error if shards are not of the same run, or occur twice.
func together(files []Named) error {
	first, ranFirst := files[0], Named{}
	of := map[int]string{}
	for _, f := range files {
		if ranFirst.File == nil && ran(f.Run) {
			ranFirst = f
		}
		s := f.Run.Shard
		switch {
		case s == nil:
			return fmt.Errorf("%s is of a whole run, and no shard of one (--shard): it cannot be merged with others", f.Path)
		case s.Number < 1 || s.Number > s.Count || s.Count > shard.Most:
			return fmt.Errorf("%s says that it is shard %d of %d", f.Path, s.Number, s.Count)
		case first.Run.Shard == nil:
			continue // the first one is compared instead
		case s.Count != first.Run.Shard.Count || s.Plan != first.Run.Shard.Plan:
			return fmt.Errorf("%s and %s are shards of different runs: features, manifests, --tags, --value, --shard or --shard-times differ", first.Path, f.Path)
		case ran(f.Run) && f.Run.Cluster.Kubernetes != ranFirst.Run.Cluster.Kubernetes:
			return fmt.Errorf("%s ran on Kubernetes %s, and %s on %s: merge shards of one version",
				ranFirst.Path, ranFirst.Run.Cluster.Kubernetes, f.Path, f.Run.Cluster.Kubernetes)
		case of[s.Number] != "":
			return fmt.Errorf("%s and %s are both shard %d of %d: give each once", of[s.Number], f.Path, s.Number, s.Count)
		}
		of[s.Number] = f.Path
	}
	return nil
}

// ran reports whether a run used a cluster. A run without scenarios needs none.
func ran(r *report.Run) bool { return r.Cluster.Kubernetes != "" }

// header returns the part of the merged result that is taken from one of the shards.
func header(r *report.Run) *report.Run {
	return &report.Run{ID: r.ID, Tool: r.Tool, Started: r.Started, Ended: r.Ended, Cluster: r.Cluster, Definitions: r.Definitions, FlakyFails: r.FlakyFails}
}

type merging struct {
	out  *report.Run
	have map[string]*report.Scenario // by ID
}

func (m *merging) add(f Named) error {
	r, is := f.Run, fmt.Sprintf("shard %d of %d", f.Run.Shard.Number, f.Run.Shard.Count)
	if !ran(m.out) {
		m.out.Cluster = r.Cluster
	}
	m.out.Started, m.out.Ended = earlier(m.out.Started, r.Started), later(m.out.Ended, r.Ended)
	m.out.Advice = append(m.out.Advice, r.Advice...)
	m.out.FlakyFails = m.out.FlakyFails || r.FlakyFails
	m.out.CPU = max(m.out.CPU, r.CPU)
	if r.Err != "" {
		m.out.Err = joined(m.out.Err, is+": "+r.Err)
	}
	if r.Stopped != "" {
		m.out.Stopped = joined(m.out.Stopped, is+": "+r.Stopped)
	}
	if !f.Complete {
		m.out.Err = joined(m.out.Err, is+": "+notEnded)
	}
	for _, s := range r.Scenarios {
		m.have[s.ID] = s
	}
	return m.features(f)
}

func (m *merging) features(f Named) error {
	for _, feature := range f.Run.Features {
		i := slices.IndexFunc(m.out.Features, func(known report.Feature) bool { return known.URI == feature.URI })
		if i < 0 {
			m.out.Features = append(m.out.Features, feature)
		} else if m.out.Features[i].Text != feature.Text {
			return fmt.Errorf("%s has another text of %s than the shards before it", f.Path, feature.URI)
		}
	}
	return nil
}

// result has all selected scenarios, in the order of the features.
func (m *merging) result(files []Named) (*report.Run, error) {
	first, missing := files[0].Run.Shard, map[int]bool{}
	for n := range first.Count {
		missing[n+1] = true
	}
	for _, f := range files {
		delete(missing, f.Run.Shard.Number)
	}
	for _, share := range first.All {
		s, have := m.have[share.Scenario.ID]
		delete(m.have, share.Scenario.ID)
		switch {
		case have:
		case missing[share.Shard]:
			s = notRun(share.Scenario)
		default:
			return nil, fmt.Errorf("shard %d of %d lacks %s, which it should have", share.Shard, first.Count, share.Scenario.Place())
		}
		m.out.Scenarios = append(m.out.Scenarios, s)
	}
	for _, s := range m.have {
		return nil, fmt.Errorf("a shard has %s, which was not chosen", s.Place())
	}
	if len(missing) > 0 {
		var numbers []string
		for _, n := range slices.Sorted(maps.Keys(missing)) {
			numbers = append(numbers, fmt.Sprint(n))
		}
		m.out.Err = joined(m.out.Err, fmt.Sprintf("%s of %d missing: %s; what they were to run is not known to pass",
			words.Times("shard", len(numbers)), first.Count, strings.Join(numbers, ", ")))
	}
	slices.SortStableFunc(m.out.Features, func(a, b report.Feature) int { return cmp.Compare(m.at(a.URI), m.at(b.URI)) })
	return m.out, nil
}

// notRun returns a scenario without any result, for one that no shard has finished.
func notRun(s report.Scenario) *report.Scenario {
	return &report.Scenario{ID: s.ID, Feature: s.Feature, Rule: s.Rule, Name: s.Name, URI: s.URI, Line: s.Line, Tags: s.Tags, Repetition: s.Repetition, Repetitions: s.Repetitions}
}

// at returns the index of the first scenario of a feature.
func (m *merging) at(uri string) int {
	return slices.IndexFunc(m.out.Scenarios, func(s *report.Scenario) bool { return s.URI == uri })
}

func joined(a, b string) string { return strings.TrimSpace(a + "\n" + b) }

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
