package engine

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/history"
	"github.com/gherkind/gherkind/scenarios/report"
)

// historyFile is kept between runs, below the state folder.
const historyFile = "history.json"

func (r *runner) store() history.Store {
	return history.Store{Path: filepath.Join(r.options.StateDir, historyFile)}
}

// remember reads how long waits took in earlier runs.
func (r *runner) remember() {
	past, err := r.store().Load()
	if err != nil {
		r.tell.Note("%v", err)
	}
	r.past = past
}

// waited records how long a wait of the step took. Of several waits, it keeps the one closest to its limit.
func (r *runner) waited(step *report.Step, needed, allowed time.Duration) {
	if step == nil || allowed <= 0 {
		return
	}
	r.tell.Change(nil, func() {
		if step.Allowed == 0 || float64(needed)/float64(allowed) > float64(step.Needed)/float64(step.Allowed) {
			step.Needed, step.Allowed = needed, allowed
		}
	}, func(report.Listener) {})
}

// keyOf identifies the wait of a step across runs.
func keyOf(s *report.Scenario, number int) history.Key {
	return history.Key{File: s.URI, Scenario: strings.TrimSuffix(s.Name, s.Repeated()), Step: s.Steps[number].Text, Number: number}
}

// before returns how long a wait that timed out took in earlier runs. That distinguishes a tight limit from a fault.
func (r *runner) before(s *report.Scenario, step *report.Step, allowed time.Duration) string {
	for i, other := range s.Steps {
		if other != step {
			continue
		}
		if past, ok := r.past.Of(keyOf(s, i), allowed); ok {
			return past.Before()
		}
	}
	return ""
}

// advise adds the waits of this run to the history, and names those that come close to their limits.
func (r *runner) advise(ctx context.Context, run *report.Run) {
	met := map[history.Key]history.Met{}
	for _, s := range run.Scenarios {
		for i, step := range s.Steps {
			if step.Status != report.Passed || step.Allowed == 0 {
				continue
			}
			key := keyOf(s, i)
			met[key] = history.Met{At: run.Ended, Needed: step.Needed, Allowed: step.Allowed}
			r.past.Add(key, met[key])
			if now, _ := r.past.Of(key, step.Allowed); now.Close() {
				run.Advice = append(run.Advice, report.Advice{
					URI: s.URI, Line: step.Line, Step: step.Text,
					Needed: now.Longest, Allowed: now.Allowed, Allow: now.Allow(), Runs: now.Runs,
				})
			}
		}
	}
	if err := r.store().Add(ctx, met); err != nil {
		r.tell.Note("%v", err)
	}
}
