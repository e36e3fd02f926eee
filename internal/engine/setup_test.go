package engine

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/steps/world"
)

// TestASetUpOfAnotherProcess: a process that joins a set-up neither runs nor reports it.
func TestASetUpOfAnotherProcess(t *testing.T) {
	p, err := plan.Make(plan.Options{
		FS: fstest.MapFS{
			"features/a.feature": {Data: []byte("Feature: A\n  Scenario: A\n    Then pod \"a\" exists\n")},
			"deploy/a.yaml":      {Data: []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")},
		},
		SetUp: &setup.SetUp{File: "gherkind.yaml", ID: "a", Entries: []setup.Entry{{Manifests: "deploy", Line: 4}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, joins := range []*Joined{nil, {}} {
		r := newRunner(p, Options{Joins: joins}, nil)
		result, models := p.Result()
		r.models = models
		r.addSetUps(result, []plan.Group{{}})
		if reported := len(result.Scenarios) == 2; reported != (joins == nil) || joins != nil && !r.setUp(t.Context(), nil, 0) {
			t.Errorf("joins %v: %d scenarios are reported", joins, len(result.Scenarios))
		}
	}
}

type noShare struct{ Share }

// TestSetUpsOfDeadRuns: a process that shares the scenarios of another one does not look for them, as it may not be permitted to
// remove them.
func TestSetUpsOfDeadRuns(t *testing.T) {
	for _, share := range []Share{nil, noShare{}} {
		var asked atomic.Int64
		_, client := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"kind": "ConfigMapList", "apiVersion": "v1", "items": []}`))
		})
		if err := repairSetUps(t.Context(), &world.Run{Client: client}, nil, Options{Share: share}); err != nil || (asked.Load() == 0) != (share != nil) {
			t.Errorf("share %v: %d requests, %v", share, asked.Load(), err)
		}
	}
}
