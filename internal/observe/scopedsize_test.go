package observe

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// otherPods is the number of pods in the cluster that do not belong to the run.
const otherPods = 2000

// crowded adds pods of others, as large as those of a real cluster.
func crowded(s *server) {
	text := strings.Repeat("x", 4000)
	for i := range otherPods {
		s.put("pods", fmt.Sprintf("z%d/web-%d", i%50, i), object{"status": object{"phase": "Running", "message": text}})
	}
}

// A scoped hub holds only the objects of its timelines, however much else is in the cluster. The test counts objects, and
// compares memory with a hub that watches everything, in the same run. It is not parallel, so that nothing else allocates.
func TestPodsOfOthersAreNotHeld(t *testing.T) {
	s := newServer(t)
	crowded(s)
	s.pod("a/web", "Running")
	objects, bytes := map[bool]int{}, map[bool]int64{}
	for _, opts := range []Options{scoped, {}} {
		before := heap()
		_, h := timeline(t, s, opts, []string{"a"}, pods)
		bytes[opts.Scoped] = heap() - before
		h.mu.Lock()
		for _, w := range h.watches {
			objects[opts.Scoped] += count(w.known)
		}
		h.mu.Unlock()
	}
	t.Logf("with %d pods of others: %d kB in scopes, %d kB in one watch", otherPods, bytes[true]>>10, bytes[false]>>10)
	if objects[true] != 1 || objects[false] != otherPods+1 {
		t.Errorf("it holds %d objects in scopes, and %d in one watch", objects[true], objects[false])
	}
	if bytes[true]*10 > bytes[false] {
		t.Errorf("it takes %d kB in scopes, and %d kB in one watch", bytes[true]>>10, bytes[false]>>10)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
