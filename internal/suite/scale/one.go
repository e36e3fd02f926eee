package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync/atomic"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// runOne runs a number of scenarios, and writes their cost into a folder, with a profile of the heap.
func runOne(ctx context.Context, number, out string) error {
	count, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	dir := filepath.Join(out, "features-"+number)
	if err := generate(dir, count, nodes); err != nil {
		return err
	}
	c, err := cluster.Up(ctx, cluster.Options{AddOns: []string{"kwok"}})
	if err != nil {
		return err
	}
	if len(c.Lacks) > 0 {
		return c.Lacks[0].Err
	}
	var requests atomic.Int64
	c.Config.Wrap(func(next http.RoundTripper) http.RoundTripper { return counter{next, &requests} })
	result, err := scenarios.Run(ctx, scenarios.Options{
		FS: os.DirFS(dir), Connected: c, StateDir: filepath.Join(dir, "state"),
		Listeners: []report.Listener{&progress{of: count}},
	})
	if err != nil {
		return err
	}
	if !result.Passed() {
		return fmt.Errorf("not all scenarios passed: %s; %s", result.Counts(), firstFailure(result))
	}
	return costs(result, count, requests.Load(), filepath.Join(out, number))
}

// costs writes the figures of a run while its result is still referenced.
func costs(result *report.Run, count int, requests int64, path string) (err error) {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	profile, err := os.Create(path + ".heap")
	if err != nil {
		return err
	}
	if err := pprof.Lookup("heap").WriteTo(profile, 0); err != nil {
		return err
	}
	if err := profile.Close(); err != nil {
		return err
	}
	first, last := result.Ended, result.Started
	for _, s := range result.Scenarios {
		if s.Started.Before(first) {
			first = s.Started
		}
		if ended := s.Started.Add(s.Duration()); ended.After(last) {
			last = ended
		}
	}
	text, err := json.Marshal(run{
		Scenarios: count, Wall: last.Sub(first).Seconds(), Requests: requests,
		Live: float64(memory.HeapAlloc) / (1 << 20),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(path+".json", text, 0o600)
}

// counter counts requests to the API server; a watch counts as one.
type counter struct {
	next  http.RoundTripper
	count *atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (c counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.count.Add(1)
	return c.next.RoundTrip(r)
}

func firstFailure(result *report.Run) string {
	for _, s := range result.Scenarios {
		if s.Status != report.Passed {
			return fmt.Sprintf("%s: %s %s", s.Name, s.Status, why(s))
		}
	}
	return ""
}
