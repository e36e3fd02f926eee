package bundle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
)

// busy is the bundle of a scenario with many observations: 2,000 versions of 50 pods of 4 KiB, and the maximum of logs, which
// do not compress.
func busy() *Bundle {
	b := small()
	for i := range 2000 {
		o := version(i+1, "Pod", "pods", map[string]any{
			"spec":   map[string]any{"containers": strings.Repeat("as it is in every version ", 160)},
			"status": map[string]any{"message": fmt.Sprint("version ", i), "restarts": int64(i)},
		})
		o.Ref.Name = fmt.Sprint("pod-", i%50)
		o.Object.SetName(o.Ref.Name)
		b.Observations = append(b.Observations, o)
	}
	for i := range LogsLimit / LogLimit {
		log := make([]byte, LogLimit)
		for at := range log {
			log[at] = byte(rand.Uint32())
		}
		b.Texts[fmt.Sprintf("logs/pod-%d_app.log", i)] = log
	}
	return b
}

// TestMemoryOfManyFailures writes the bundles of 40 failed scenarios. Less than a quarter of the 200 MB that a run may use
// is in use meanwhile; the rest is for the timelines of scenarios that run.
func TestMemoryOfManyFailures(t *testing.T) {
	dir, b := t.TempDir(), busy()
	runtime.GC()
	before := live()
	done, most := make(chan struct{}), make(chan uint64)
	go func() { most <- mostLive(done) }()
	for i := range 40 {
		if err := b.Write(filepath.Join(dir, fmt.Sprint(i, ".tgz"))); err != nil {
			t.Error(err)
		}
	}
	close(done)
	took := int64(<-most) - int64(before)
	t.Logf("%d KiB are in use at most", took>>10)
	if took > 30<<20 {
		t.Errorf("%d MiB are in use while it writes", took>>20)
	}
}

// mostLive collects garbage until done is closed, and returns the largest size of what was in use. The size of the heap would
// depend on when the runtime collects garbage, which is later on a busy machine.
func mostLive(done <-chan struct{}) (most uint64) {
	for {
		runtime.GC()
		most = max(most, live())
		select {
		case <-done:
			return most
		default:
		}
	}
}

// live returns the size of the objects that the latest garbage collection has found in use.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// TestBundleIsSmall: a typical failure takes less than a megabyte: 1,000 versions, and logs as programs write them.
func TestBundleIsSmall(t *testing.T) {
	b := busy()
	b.Observations = b.Observations[:1000]
	for name := range b.Texts {
		b.Texts[name] = []byte(strings.Repeat("12:00:00.000 INFO  the server has answered a request in 3ms\n", 4000))
	}
	info, err := os.Stat(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 1<<20 {
		t.Errorf("it has %d bytes", info.Size())
	}
	t.Logf("%d KiB", info.Size()>>10)
}
