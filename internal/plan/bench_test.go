package plan

import (
	"os"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// BenchmarkPlan measures planning the project's own features without a cluster, including the queries of a run for each step. The
// ratio to reading the features alone allows comparing machines.
func BenchmarkPlan(b *testing.B) {
	tree := os.DirFS("../..")
	var planning, reading time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := gherkin.Load(tree, []string{"features"}); err != nil {
			b.Fatal(err)
		}
		read := time.Now()
		p, err := Make(Options{FS: tree, Tags: "not @slow"})
		if err != nil {
			b.Fatal(err)
		}
		p.Result()
		for _, pickle := range p.Pickles {
			p.ScenarioOf(pickle)
			p.MaskOf(pickle)
			for _, s := range pickle.Steps {
				p.doubts(pickle, s)
			}
		}
		reading, planning = reading+read.Sub(began), planning+time.Since(read)
	}
	b.ReportMetric(float64(planning)/float64(reading), "ratio")
}
