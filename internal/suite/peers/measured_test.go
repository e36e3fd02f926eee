package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/goldenfile"
)

// example has three rounds, of which the second is an outlier.
func example() *measured {
	m := &measured{Tests: 20, Cores: 2, Nodes: 4, Kubernetes: "v1.37.2"}
	for i, extra := range []float64{0, 30, 1} {
		m.Runs = append(m.Runs,
			run{Tool: limit, Round: i + 1, Verdicts: 10 + extra, Wall: 20 + extra, CPU: 0.5, Peak: 50},
			run{Tool: gherkind, Round: i + 1, Verdicts: 11 + extra, Wall: 15 + extra, CPU: 1.4, Peak: 64},
			run{Tool: "Chainsaw", Round: i + 1, Wall: 44 + extra, CPU: 5.2, Peak: 111})
	}
	return m
}

func TestThePageOfTheFigures(t *testing.T) {
	m := example()
	goldenfile.Equal(t, "testdata/twenty-tests.md", m.page())
	goldenfile.Equal(t, "testdata/twenty-tests.svg", m.picture())
	dir := t.TempDir()
	if before, err := read(dir); before != nil || err != nil {
		t.Errorf("reading an empty folder: %v, %v", before, err)
	}
	if err := m.write(dir); err != nil {
		t.Fatal(err)
	}
	again, err := read(dir)
	if err != nil || again.page() != m.page() {
		t.Errorf("%v; reading returns something else than was written: %+v", err, again)
	}
	if err := os.WriteFile(filepath.Join(dir, file), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := read(dir); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

// A ratio is worse if it exceeds the earlier one by more than 15 %, whatever the times are.
func TestRatiosThatHaveBecomeWorse(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*run)
		cores  int
		want   []string
	}{
		"the same":               {func(*run) {}, 2, nil},
		"all is slower":          {func(r *run) { r.Verdicts, r.Wall = r.Verdicts*3, r.Wall*3 }, 2, nil},
		"a little worse":         {change: ours(1.14), cores: 2},
		"worse":                  {ours(1.16), 2, []string{"the time to the last verdict is 1.27 times that of kubectl apply, and was 1.09 times", "the time to the end is 0.88 times"}},
		"better":                 {ours(0.5), 2, nil},
		"worse, on other cores":  {ours(3), 16, nil},
		"a peer has become slow": {func(r *run) { r.Wall *= map[bool]float64{true: 9, false: 1}[r.Tool == "Chainsaw"] }, 2, nil},
	} {
		now := example()
		now.Cores = c.cores
		for i := range now.Runs {
			c.change(&now.Runs[i])
		}
		err := now.worseThan(example())
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no %q in %v", name, want, err)
			}
		}
	}
	if err := example().worseThan(nil); err != nil {
		t.Errorf("without earlier figures: %v", err)
	}
}

// TestWorseFiguresAreNotKept: they are not what the next measurement is compared with.
func TestWorseFiguresAreNotKept(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	if err := example().keep(folder, nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		before, err := read(folder)
		if err != nil {
			t.Fatal(err)
		}
		now := example()
		for i := range now.Runs {
			ours(1.3)(&now.Runs[i])
		}
		err = now.keep(folder, before)
		if err == nil {
			t.Fatal("worse figures are kept")
		}
		_, said, _ := strings.Cut(err.Error(), "the figures are in ")
		elsewhere, _, _ := strings.Cut(said, ",")
		if kept, err := read(elsewhere); err != nil || kept.value(ratios()[0]) != now.value(ratios()[0]) {
			t.Errorf("they are not in %q: %v, %v", elsewhere, kept, err)
		}
	}
}

func ours(factor float64) func(*run) {
	return func(r *run) {
		if r.Tool == gherkind {
			r.Verdicts, r.Wall = r.Verdicts*factor, r.Wall*factor
		}
	}
}

func TestTheLastVerdictOfAReport(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report.json")
	write := func(passed string) {
		text := `{"counts": {"passed": ` + passed + `}, "scenarios": [
			{"steps": [{"started": "2026-01-02T12:00:01Z", "seconds": 1.5}, {"started": "2026-01-02T12:00:02.5Z", "seconds": 4}]},
			{"steps": [{"started": "2026-01-02T12:00:05Z", "seconds": 0.5}]}]}`
		if err := os.WriteFile(report, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	began := mustTime(t, "2026-01-02T12:00:00Z")
	write("20")
	if seconds, err := lastVerdict(report, began); err != nil || seconds != 6.5 {
		t.Errorf("got %v, %v", seconds, err)
	}
	write("19")
	if _, err := lastVerdict(report, began); err == nil || !strings.Contains(err.Error(), "19 of 20 scenarios passed") {
		t.Errorf("got %v", err)
	}
}

func mustTime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
