package report

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestJUnit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reports", "junit.xml") // the folder is made
	if err := replay(NewJUnit(path), fakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	golden(t, "junit.xml", readFile(t, path))
}

// TestJUnitOfAKilledRun: what ran is an error, what did not start is skipped.
func TestJUnitOfAKilledRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "junit.xml")
	l, run := NewJUnit(path), fakeRun()
	for _, s := range run.Scenarios[2:] {
		s.Status = ""
	}
	for _, s := range run.Scenarios[4:] {
		s.Started, s.Err = time.Time{}, ""
	}
	l.RunStarted(run)
	for _, s := range run.Scenarios[:4] {
		l.ScenarioStarted(s)
	}
	l.ScenarioFinished(run.Scenarios[0])
	l.ScenarioFinished(run.Scenarios[1])
	doc := parse(t, readFile(t, path))
	var got []string
	for _, suite := range doc.Suites {
		for _, c := range suite.Cases {
			switch {
			case c.Error != nil:
				got = append(got, c.Error.Type)
			case c.Failure != nil:
				got = append(got, c.Failure.Type)
			case c.Skipped != nil:
				got = append(got, c.Skipped.Message)
			default:
				got = append(got, "passed")
			}
		}
	}
	if got, want := strings.Join(got, ", "), "passed, POD_OOM_KILLED, INTERRUPTED, INTERRUPTED, not run, not run"; got != want {
		t.Errorf("cases = %s, want %s", got, want)
	}
}

func TestJUnitCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := replay(NewJUnit(filepath.Join(file, "junit.xml")), fakeRun(), func() {})
	if err == nil || !strings.Contains(err.Error(), "write JUnit report: make the folder of") {
		t.Errorf("RunFinished = %v", err)
	}
}

func TestJUnitTellsOutlineRowsApart(t *testing.T) {
	run := &Run{Started: start, Ended: start}
	for _, line := range []int{10, 11} {
		s := passed()
		s.Line = line
		run.Scenarios = append(run.Scenarios, s)
	}
	var cases []junitCase
	for _, s := range run.Scenarios {
		cases = append(cases, caseOf(entry{s, ended}))
	}
	doc := suitesOf(run, cases)
	for i, want := range []string{"The control plane takes no business pods (line 10)", "The control plane takes no business pods (line 11)"} {
		if got := doc.Suites[0].Cases[i].Name; got != want {
			t.Errorf("name = %q, want %q", got, want)
		}
	}
}

// TestJUnitLimits: a log of a megabyte does not get into the report whole.
func TestJUnitLimits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "junit.xml")
	run := hostileRun(strings.Repeat("x", 1<<20), strings.Repeat("中\n", 1<<18))
	if err := replay(NewJUnit(path), run, func() {}); err != nil {
		t.Fatal(err)
	}
	text := readFile(t, path)
	if limit := len(run.Scenarios) * 3 * maxBody; len(text) > limit {
		t.Errorf("the report has %d bytes, more than %d", len(text), limit)
	}
	if !strings.Contains(text, "KiB more)") {
		t.Error("the report does not say that something was left out")
	}
}

// parse reads the file strictly, and token by token for what Unmarshal skips.
func parse(t testing.TB, text string) junitSuites {
	t.Helper()
	var doc junitSuites
	if err := xml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("not XML: %v\n%s", err, text)
	}
	if got := bytes.Count([]byte(text), []byte("<testcase ")); got != doc.Tests {
		t.Fatalf("%d test cases are counted, %d are there", doc.Tests, got)
	}
	return doc
}

func checkTotals(t testing.TB, doc junitSuites) {
	t.Helper()
	var sum junitTotals
	for _, suite := range doc.Suites {
		var own junitTotals
		for _, c := range suite.Cases {
			own.add(c)
			sum.add(c)
		}
		own.Time = suite.Time
		if own != suite.junitTotals {
			t.Errorf("suite %s says %+v and holds %+v", suite.Name, suite.junitTotals, own)
		}
	}
	sum.Time = doc.Time
	if sum != doc.junitTotals {
		t.Errorf("the file says %+v and holds %+v", doc.junitTotals, sum)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
