package oncluster

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// noise returns data that cannot be compressed.
func noise(size int) []byte {
	data := make([]byte, size)
	source := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // it is no secret
	for i := range data {
		data[i] = byte(source.Uint32())
	}
	return data
}

// TestResultsInConfigMaps: a result of any size is read as it was written, even if the response to a write was lost.
func TestResultsInConfigMaps(t *testing.T) {
	for _, size := range []int{0, 1, partSize, partSize + 1, 3*partSize + 7} {
		s := newServer()
		store, data := InConfigMaps{mapsOf{s}}, noise(size)
		failed := false
		s.fails = func(verb, _ string) error {
			if verb == "createed" && !failed {
				failed = true
				return syscall.ECONNRESET
			}
			return nil
		}
		if err := store.Put(t.Context(), "r", data); err == nil {
			t.Fatal("the lost answer is no error")
		}
		if err := store.Put(t.Context(), "r", data); err != nil {
			t.Fatal(err)
		}
		if got, err := store.Get(t.Context(), "r"); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
		if err := store.Delete(t.Context(), "r"); err != nil || len(s.names()) > 0 {
			t.Errorf("left: %v, %v", s.names(), err)
		}
		if err := store.Delete(t.Context(), "r"); err != nil {
			t.Errorf("deleted twice: %v", err)
		}
	}
}

// TestAResultBringsItsEvidence, if it fits; otherwise the scenario says that it was left out.
func TestAResultBringsItsEvidence(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "web-3")
	evidence := noise(1000)
	if err := os.WriteFile(dir+".tgz", evidence, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &report.Scenario{ID: "a", URI: "a.feature", Line: 3, Status: report.Failed, Bundle: dir, Failure: &explain.Failure{Want: "w", Saw: "s"}, Steps: []*report.Step{{Text: "it is", Status: report.Failed}}}
	data, err := encode(s, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	got, kept, err := decode(data)
	if err != nil || !bytes.Equal(kept, evidence) || got.Failure.Saw != "s" || got.Status != report.Failed || len(got.Warnings) > 0 {
		t.Errorf("%+v, %d bytes, %v", got, len(kept), err)
	}
	if data, err = encode(s, 900); err != nil {
		t.Fatal(err)
	}
	got, kept, err = decode(data)
	if err != nil || len(kept) > 0 || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0].Text, "without --on-cluster") || len(s.Warnings) > 0 {
		t.Errorf("%+v, %d bytes, %v", got, len(kept), err)
	}
	for _, wrong := range [][]byte{nil, []byte("x"), data[:len(data)/2]} {
		if _, _, err := decode(wrong); err == nil {
			t.Errorf("%d bytes are a result", len(wrong))
		}
	}
}

// TestATaskReachesItsRunner: in parts, as in the Secrets, and with all its files.
func TestATaskReachesItsRunner(t *testing.T) {
	task := Task{Run: "abc", Version: "v1", IDs: []string{"a", "b"}, Values: map[string]string{"k": "v"}, Files: tree.Files{"features/a.feature": []byte("Feature: A"), "charts/x.tgz": noise(2 * partSize)}}
	task.SetUp = &setup.SetUp{File: "gherkind.yaml", ID: "shop", Changes: true, Entries: []setup.Entry{{Chart: "charts/x.tgz", Release: "x", Set: chart.Values{"a": map[string]any{"b": json.Number("9007199254740993")}}}}}
	task.Joins = &engine.Joined{Made: world.MadeSetUp{Run: "abc", Content: "v1", Namespaces: []string{"shop"}, Applied: map[string]string{"configmap/a": "shop"}}, Hidden: []string{"a password"}}
	packed, err := task.pack()
	if err != nil {
		t.Fatal(err)
	}
	again, err := task.pack()
	if err != nil || !bytes.Equal(packed, again) {
		t.Error("packing the same task again gives other bytes")
	}
	dir := t.TempDir()
	parts := split(packed)
	if len(parts) < 2 {
		t.Fatal("it is in one part")
	}
	for i, part := range parts {
		if err := os.WriteFile(filepath.Join(dir, "part-00"+string(rune('0'+i))), part, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadTask(dir)
	if err != nil || !reflect.DeepEqual(*got, task) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := ReadTask(t.TempDir()); err == nil || !strings.Contains(err.Error(), "--on-cluster") {
		t.Errorf("without a task: %v", err)
	}
}

// TestATaskThatIsTooLarge is rejected with one sentence.
func TestATaskThatIsTooLarge(t *testing.T) {
	task := Task{Files: tree.Files{"big": noise(mostPacked + 1<<20)}}
	if _, err := task.pack(); err == nil || !strings.Contains(err.Error(), "17 MB compressed") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
}
