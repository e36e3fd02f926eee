package plan

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/messages"
)

// TestResultBeforeTheRun: everything that a report needs to know about the project's own features is known before the run, and
// Cucumber's parser finds every scenario at the same line.
func TestResultBeforeTheRun(t *testing.T) {
	plan, err := Make(Options{FS: os.DirFS("../..")})
	if err != nil {
		t.Fatal(err)
	}
	result, models := plan.Result()
	if len(result.Scenarios) != len(plan.Pickles) || len(models) != len(plan.Pickles) || len(result.Definitions) < 50 {
		t.Fatalf("%d scenarios of %d, %d definitions", len(result.Scenarios), len(plan.Pickles), len(result.Definitions))
	}
	for _, s := range result.Scenarios {
		for _, step := range s.Steps {
			if step.Definition == "" {
				t.Errorf("%s:%d has no definition", s.URI, step.Line)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "messages.ndjson")
	l := messages.New(path)
	result.Started, result.Ended = time.Now(), time.Now()
	if err := l.RunFinished(result); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A scenario that the parser did not find would get its own document.
	documents := bytes.Count(data, []byte("\n"+`{"gherkinDocument":`))
	if documents != len(result.Features) || bytes.Count(data, []byte("\n"+`{"testCase":`)) != len(result.Scenarios) {
		t.Errorf("%d documents of %d files", documents, len(result.Features))
	}
	t.Logf("%d KiB for %d scenarios", len(data)>>10, len(result.Scenarios))
}
