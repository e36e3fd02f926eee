//go:build linux

package cli

import (
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing/fstest"
	"time"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const (
	// firstRuns is after how many runs a process has all that it keeps: connections, caches, pools.
	firstRuns = 3
	// heapMayGrow is the ratio of the heap after a run and after the first ones, each after a garbage collection. Caches and pools
	// change it by a tenth from run to run; a leak adds to it with each run.
	heapMayGrow = 1.5
	// restsWithin is longer than the 90 seconds for which an idle connection is kept.
	restsWithin = 3 * time.Minute
)

// size is the resources that a process holds.
type size struct {
	goroutines, files, watches int
	heap                       uint64
}

// inOneProcess runs the scenarios again and again in this process, every second time with a network that fails during the run, and
// compares the resources that the process holds.
func (e *endurance) inOneProcess(runs int) {
	e.t.Helper()
	behind := *e.cluster
	behind.Config = rest.CopyConfig(e.cluster.Config)
	behind.Config.Host = e.network.URL()
	var watches atomic.Int64
	behind.Config.Wrap(func(next http.RoundTripper) http.RoundTripper { return &watchCounter{next, &watches} })
	var first size
	for i := range max(runs, firstRuns+1) {
		var network *severing
		if i%2 == 1 {
			network = &severing{network: e.network, after: time.Duration(e.random.Float64() * float64(10*time.Second)), lasts: faultLasts(e.random) / 2, hangs: e.random.IntN(2) == 0}
		}
		e.once(&behind, network)
		now := e.atRest(&watches, first, i >= firstRuns)
		e.t.Logf("run %d in this process: %d goroutines, %d files, %d watches, %d KiB of heap", i+1, now.goroutines, now.files, now.watches, now.heap/1024)
		if i < firstRuns {
			first = size{max(first.goroutines, now.goroutines), max(first.files, now.files), 0, max(first.heap, now.heap)}
			continue
		}
		if now.goroutines > first.goroutines || now.files > first.files || now.watches > 0 {
			e.t.Errorf("after run %d there are %d goroutines, %d files and %d watches; after the first runs there were at most %d, %d and 0:\n%s",
				i+1, now.goroutines, now.files, now.watches, first.goroutines, first.files, stacks())
		}
		if float64(now.heap) > heapMayGrow*float64(first.heap) {
			e.t.Errorf("after run %d the heap has %d KiB, and had %d after the first runs", i+1, now.heap/1024, first.heap/1024)
		}
	}
}

// once runs the scenarios once, and compares their verdicts with the known ones.
func (e *endurance) once(c *cluster.Cluster, network *severing) {
	e.t.Helper()
	done := make(chan struct{})
	var beside sync.WaitGroup
	if network != nil {
		beside.Go(func() { network.until(done) })
	}
	result, err := scenarios.Run(e.t.Context(), scenarios.Options{
		FS:      fstest.MapFS{"features/own.feature": {Data: []byte(endures(func(name string) string { return name }))}},
		Tags:    "not @next",
		Cluster: e.options, Connected: c, StateDir: e.t.TempDir(),
	})
	close(done)
	beside.Wait()
	if err != nil && network == nil {
		e.t.Fatal(err)
	}
	verdicts := map[string]verdict{}
	if result != nil {
		for _, s := range result.Scenarios {
			v := verdict{Outcome: s.Outcome(), Code: s.Code()}
			if s.Failure != nil {
				v.Reason = s.Failure.Error()
			}
			verdicts[s.Name] = v
		}
	}
	d := quiet
	if network != nil {
		d = fails
	}
	wrong, inconclusive := wrongOf(verdicts, d)
	if len(wrong) > 0 {
		e.t.Errorf("in this process, with the network failing %+v: %s", network, strings.Join(wrong, "\n"))
	}
	e.t.Logf("%d verdicts are known, %d inconclusive, %d wrong", len(knownVerdicts)-inconclusive-len(wrong), inconclusive, len(wrong))
}

// severing is a failure of the network for a while.
type severing struct {
	network      *network
	after, lasts time.Duration
	hangs        bool
}

func (s *severing) until(done <-chan struct{}) {
	fail := s.network.Cut
	if s.hangs {
		fail = s.network.Hang
	}
	unlessDone(done, s.after)
	fail(true)
	unlessDone(done, s.lasts)
	fail(false)
}

func unlessDone(done <-chan struct{}, atMost time.Duration) {
	select {
	case <-done:
	case <-time.After(atMost):
	}
}

// atRest measures the process once it holds no more than the bound, or, without a bound, once it no longer changes.
func (e *endurance) atRest(watches *atomic.Int64, bound size, bounded bool) size {
	e.t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	before, same := size{}, 0
	for end := time.Now().Add(restsWithin); ; <-again.C {
		now := e.sizeNow(watches)
		if now.goroutines == before.goroutines && now.files == before.files && now.watches == 0 {
			same++
		} else {
			same = 0
		}
		within := bounded && now.goroutines <= bound.goroutines && now.files <= bound.files && now.watches == 0
		if before = now; within || !bounded && same >= 3 || time.Now().After(end) {
			return now
		}
	}
}

func (e *endurance) sizeNow(watches *atomic.Int64) size {
	e.t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		e.t.Fatal(err)
	}
	runtime.GC()
	runtime.GC() // objects with finalizers and in pools survive the first collection
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return size{runtime.NumGoroutine(), len(files), int(watches.Load()), memory.HeapAlloc}
}

// stacks are the stacks of all goroutines.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}

// watchCounter counts the watches that are open.
type watchCounter struct {
	http.RoundTripper
	open *atomic.Int64
}

func (w *watchCounter) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := w.RoundTripper.RoundTrip(r)
	if err == nil && r.URL.Query().Get("watch") != "" {
		w.open.Add(1)
		answer.Body = &counted{ReadCloser: answer.Body, end: sync.OnceFunc(func() { w.open.Add(-1) })}
	}
	return answer, err
}

type counted struct {
	io.ReadCloser
	end func()
}

func (c *counted) Close() error {
	c.end()
	return c.ReadCloser.Close()
}
