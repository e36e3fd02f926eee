package formats

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/scenarios/report"
)

// sharded writes a run as this many shards would, each with its share of the scenarios, and reads the results.
func sharded(t *testing.T, whole *report.Run, count int) []shardfile.Named {
	t.Helper()
	var all []report.Share
	for i, s := range whole.Scenarios {
		all = append(all, report.Share{Shard: i%count + 1, Scenario: report.Scenario{ID: s.ID, Feature: s.Feature, Rule: s.Rule, Name: s.Name, URI: s.URI, Line: s.Line, Tags: s.Tags}})
	}
	var files []shardfile.Named
	for n := 1; n <= count; n++ {
		one := *whole
		one.Scenarios, one.Features = nil, nil
		one.Shard = &report.Shard{Number: n, Count: count, Plan: "p", All: all}
		for i, s := range whole.Scenarios {
			if all[i].Shard == n {
				one.Scenarios = append(one.Scenarios, s)
			}
		}
		for _, f := range whole.Features {
			if slices.ContainsFunc(one.Scenarios, func(s *report.Scenario) bool { return s.URI == f.URI }) {
				one.Features = append(one.Features, f)
			}
		}
		path := filepath.Join(t.TempDir(), "shard.json")
		if err := reporttest.Replay(shardfile.New(path), &one, func() {}); err != nil {
			t.Fatal(err)
		}
		read, err := shardfile.Read(path)
		if err != nil || !read.Complete {
			t.Fatal(read, err)
		}
		files = append(files, shardfile.Named{Path: path, File: read})
	}
	return files
}

// TestMergedShardsReportAsOneRun: the report of a run equals that of its merged shards, in any order.
func TestMergedShardsReportAsOneRun(t *testing.T) {
	for count := range 8 {
		whole := reporttest.FakeRun()
		for _, s := range whole.Scenarios {
			s.ID = s.Place() // as in a run
			for _, step := range s.Steps {
				step.Text, step.Err = strings.ToValidUTF8(step.Text, "?"), strings.ToValidUTF8(step.Err, "?") // JSON only has valid UTF-8
			}
		}
		whole.Features = reporttest.FeaturesOf(whole)
		files := sharded(t, whole, count+1)
		slices.Reverse(files)
		merged, err := shardfile.Merge(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range every() {
			if f.Name == "shard" {
				continue // it shows the differences
			}
			if one, other := written(t, f, whole), written(t, f, merged); one != other {
				t.Errorf("%s of %d shards: %s", f.Name, count+1, difference(other, one))
			}
		}
	}
}

// written returns a run in a format.
func written(t *testing.T, f Format, r *report.Run) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), strings.Replace(f.Example, "-", "github.txt", 1))
	if err := reporttest.Replay(f.Open(path), r, func() {}); err != nil {
		t.Fatal(err)
	}
	return reporttest.Anywhere(reporttest.ReadFile(t, path))
}

// difference returns the first line in which two texts differ.
func difference(a, b string) string {
	other := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(other) || line != other[i] {
			return fmt.Sprintf("line %d is %q, of the run %q", i+1, line, other[min(i, len(other)-1)])
		}
	}
	return "it is shorter than that of the run"
}
