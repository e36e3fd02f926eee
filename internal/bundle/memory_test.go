package bundle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
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

// TestMemoryOfManyFailures writes the bundles of 40 failed scenarios. The heap grows by less than a quarter of the 200 MB that
// a run may use; the rest is for the timelines of scenarios that run meanwhile.
func TestMemoryOfManyFailures(t *testing.T) {
	dir, b := t.TempDir(), busy()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	for i := range 40 {
		if err := b.Write(filepath.Join(dir, fmt.Sprint(i, ".tgz"))); err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	took := after.HeapSys - before.HeapInuse
	t.Logf("%d MiB of heap, %s", took>>20, time.Since(began).Round(time.Millisecond))
	if took > 150<<20 {
		t.Errorf("it took %d MiB of heap", took>>20)
	}
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
