package shardfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/scenarios/report"
)

// three returns three shards with one passed scenario each.
func three() []shardfile.Named {
	var all []report.Share
	var files []shardfile.Named
	for n := 1; n <= 3; n++ {
		s := passed(n)
		s.Steps = nil
		all = append(all, report.Share{Shard: n, Scenario: *s})
	}
	for n := 1; n <= 3; n++ {
		run := &report.Run{
			Cluster: report.Cluster{Kubernetes: "v1.37.2"}, Scenarios: []*report.Scenario{passed(n)},
			Started: reporttest.Start.Add(time.Duration(n) * time.Second), Ended: reporttest.Start.Add(time.Duration(10+n) * time.Second),
			Features: []report.Feature{{URI: passed(n).URI, Text: "Feature: F"}},
			Shard:    &report.Shard{Number: n, Count: 3, Plan: "p", All: all},
		}
		files = append(files, shardfile.Named{Path: string(rune('a'-1+n)) + ".json", File: &shardfile.File{Complete: true, Run: run}})
	}
	return files
}

func passed(n int) *report.Scenario {
	s := reporttest.Passed()
	s.URI = "features/" + string(rune('z'-n)) + ".feature"
	s.ID = s.Place()
	return s
}

// TestShardsThatDoNotBelongTogether: they are refused with a reason.
func TestShardsThatDoNotBelongTogether(t *testing.T) {
	for want, change := range map[string]func(files []shardfile.Named) []shardfile.Named{
		"there is nothing to merge": func([]shardfile.Named) []shardfile.Named { return nil },
		"a.json and c.json are both shard 1 of 3": func(files []shardfile.Named) []shardfile.Named {
			files[2].Run.Shard.Number = 1
			return files
		},
		"a.json and b.json are shards of different runs": func(files []shardfile.Named) []shardfile.Named {
			files[1].Run.Shard.Plan = "q"
			return files
		},
		"a.json and c.json are shards of different runs": func(files []shardfile.Named) []shardfile.Named {
			files[2].Run.Shard.Count = 4
			return files
		},
		"b.json is of a whole run, and no shard": func(files []shardfile.Named) []shardfile.Named {
			files[1].Run.Shard = nil
			return files
		},
		"a.json is of a whole run, and no shard": func(files []shardfile.Named) []shardfile.Named {
			files[0].Run.Shard = nil
			return files
		},
		"c.json says that it is shard 4 of 3": func(files []shardfile.Named) []shardfile.Named {
			files[2].Run.Shard.Number = 4
			return files
		},
		"says that it is shard 1 of 2000000000": func(files []shardfile.Named) []shardfile.Named {
			for _, f := range files {
				f.Run.Shard.Count = 2000000000
			}
			return files
		},
		"ran on Kubernetes v1.37.2, and b.json on v1.36.0": func(files []shardfile.Named) []shardfile.Named {
			files[1].Run.Cluster.Kubernetes = "v1.36.0"
			return files
		},
		"b.json ran on Kubernetes v1.37.2, and c.json on v1.36.0": func(files []shardfile.Named) []shardfile.Named {
			files[0].Run.Cluster.Kubernetes = "" // it had no scenarios
			files[2].Run.Cluster.Kubernetes = "v1.36.0"
			return files
		},
		"shard 2 of 3 lacks features/x.feature:7": func(files []shardfile.Named) []shardfile.Named {
			files[1].Run.Scenarios = nil
			return files
		},
		"a shard has features/a.feature:7, which was not chosen": func(files []shardfile.Named) []shardfile.Named {
			more := passed(25)
			files[1].Run.Scenarios = append(files[1].Run.Scenarios, more)
			return files
		},
		"another text of features/y.feature": func(files []shardfile.Named) []shardfile.Named {
			files[2].Run.Features = append(files[2].Run.Features, report.Feature{URI: "features/y.feature", Text: "Feature: G"})
			return files
		},
	} {
		if r, err := shardfile.Merge(change(three())); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %v, want %q", r, err, want)
		}
	}
}

// TestWhatShardsMakeTogether: the merged run has passed only if all shards are there and complete; missing results are not
// failures.
func TestWhatShardsMakeTogether(t *testing.T) {
	for name, c := range map[string]struct {
		change        func(files []shardfile.Named) []shardfile.Named
		passed, infra bool
		notRun        int
		err           string
	}{
		"all":             {func(files []shardfile.Named) []shardfile.Named { return files }, true, false, 0, ""},
		"one is missing":  {func(files []shardfile.Named) []shardfile.Named { return files[:2] }, false, true, 1, "1 shard of 3 missing: 3;"},
		"two are missing": {func(files []shardfile.Named) []shardfile.Named { return files[1:2] }, false, true, 2, "2 shards of 3 missing: 1, 3;"},
		"one was killed after its scenario": {func(files []shardfile.Named) []shardfile.Named {
			files[1].Complete = false
			return files
		}, false, true, 0, "shard 2 of 3: the run did not finish"},
		"one was killed in its scenario": {func(files []shardfile.Named) []shardfile.Named {
			files[1].Complete = false
			files[1].Run.Scenarios[0].Status = ""
			return files
		}, false, true, 1, "shard 2 of 3: the run did not finish"},
		"one could not clean up": {func(files []shardfile.Named) []shardfile.Named {
			files[2].Run.Err = "a namespace is left"
			return files
		}, false, true, 0, "shard 3 of 3: a namespace is left"},
		"one has failed, and one is missing": {func(files []shardfile.Named) []shardfile.Named {
			files[0].Run.Scenarios[0].Status = report.Failed
			files[0].Run.Scenarios[0].Failure = &explain.Failure{Saw: "something else"}
			return files[:2]
		}, false, false, 1, "1 shard of 3 missing: 3;"},
	} {
		r, err := shardfile.Merge(c.change(three()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		counts := r.Counts()
		if r.Passed() != c.passed || r.Infrastructure() != c.infra || counts[report.OutcomeNotRun] != c.notRun || !strings.Contains(r.Err, c.err) || (c.err == "") != (r.Err == "") {
			t.Errorf("%s: passed %v, infrastructure %v, %v, %q", name, r.Passed(), r.Infrastructure(), counts, r.Err)
		}
		if len(r.Scenarios) != 3 || r.Scenarios[0].URI != "features/y.feature" || r.Scenarios[2].URI != "features/w.feature" {
			t.Errorf("%s: not the selected scenarios in their order: %v", name, r.Scenarios)
		}
	}
	r, err := shardfile.Merge(three())
	if err != nil || !r.Started.Equal(reporttest.Start.Add(time.Second)) || !r.Ended.Equal(reporttest.Start.Add(13*time.Second)) {
		t.Errorf("from %v to %v, %v", r.Started, r.Ended, err)
	}
}

// TestAWholeRun: a file that is not a shard is reported as it is, if it finished.
func TestAWholeRun(t *testing.T) {
	for complete, want := range map[bool]bool{true: true, false: false} {
		run := &report.Run{Scenarios: []*report.Scenario{passed(1)}}
		r, err := shardfile.Merge([]shardfile.Named{{Path: "a.json", File: &shardfile.File{Complete: complete, Run: run}}})
		if err != nil || r.Passed() != want {
			t.Errorf("complete %v: passed %v, %v", complete, r.Passed(), err)
		}
	}
}

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	for text, want := range map[string]string{
		"":   "is empty",
		"{}": "use files written by gherkind run --report shard:FILE", "[]": "is not a shard", "{": "is not a shard",
		`{"format": "gherkind", "version": 1, "run": {}}`:                                         "is not a shard",
		`{"format": "gherkind-shard", "version": 2, "run": {}}`:                                   "a newer gherkind",
		`{"format": "gherkind-shard", "version": 1}`:                                              "is not a shard",
		`{"format": "gherkind-shard", "version": 1, "run": {"Scenarios": [null]}}`:                "is not a shard",
		`{"format": "gherkind-shard", "version": 1, "run": {"Scenarios": [{"Steps": [null]}]}}`:   "is not a shard",
		`{"format": "gherkind-shard", "version": 1, "run": {"Scenarios": [{"Earlier": [null]}]}}`: "is not a shard",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := shardfile.Read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, err := shardfile.Read(path + "x"); err == nil {
		t.Error("no error for a missing file")
	}
}
