package html

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// drawnRun returns a run whose scenarios have pictures. If text is not empty, they contain hostile texts.
func drawnRun(text string) *report.Run {
	r := reporttest.FakeRun()
	for _, s := range r.Scenarios {
		at := s.Started
		for _, step := range s.Steps {
			if step.Started = at; !at.IsZero() {
				at = at.Add(step.Duration)
			}
		}
		s.Tags = append(s.Tags, "@"+strings.Fields(s.Feature + " x")[0])
		if text != "" {
			s.Name += text
			s.Tags = append(s.Tags, text)
			s.Steps[0].Text, s.Steps[0].Argument = text, text
		}
		s.Lanes = []report.Lane{crashLane(s.Started, text), {Kind: "ReplicaSet", Name: "web" + text, Marks: []report.Mark{{At: s.Started, Warning: true, Reason: "FailedCreate" + text, Message: text}}}}
	}
	return r
}

func crashLane(from time.Time, text string) report.Lane {
	at := func(seconds float64) time.Time { return from.Add(time.Duration(seconds * float64(time.Second))) }
	return report.Lane{
		Kind: "Pod", Name: "memory-hog" + text, Node: "worker" + text, Omitted: 3,
		Tracks: []report.Track{{Container: "ctr" + text, Bars: []report.Bar{
			{Phase: report.Scheduled, From: at(0.3), To: at(1), Text: "ContainerCreating"}, {Phase: report.Running, From: at(1), To: at(4)},
			{Phase: report.Crashed, From: at(4), To: at(9), Text: "OOMKilled, exit 137" + text}, {Phase: report.Phase("new" + text), From: at(9), To: at(15)},
			{Phase: report.Restarting, From: at(15), To: at(40), Text: "CrashLoopBackOff", Restart: 2},
		}}},
		Marks: []report.Mark{{At: at(0.3), Reason: "Scheduled"}, {At: at(0.4), Reason: "Pulled", Count: 3}, {At: at(15), Warning: true, Reason: "BackOff" + text, Message: "back-off" + text}},
	}
}

// htmlOf returns the page of a finished run, and its path.
func htmlOf(t testing.TB, r *report.Run) (page, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "report.html")
	l := New(path)
	l.RunStarted(r)
	if err := l.RunFinished(r); err != nil {
		t.Fatal(err)
	}
	page = reporttest.ReadFile(t, path)
	reporttest.CheckHTML(t, r, page)
	return page, path
}

func TestHTMLPutsFailuresFirst(t *testing.T) {
	page, _ := htmlOf(t, drawnRun(""))
	last := -1
	for _, want := range []string{
		`data-status="failed">`, "Failed <", "A container above its limit is killed", "Infrastructure: the host", "A NodePort answers on every node",
		"Passed <", "The control plane takes no business pods", "Not run <", "A LoadBalancer stays pending",
	} {
		i := strings.Index(page, want)
		if i <= last {
			t.Errorf("%q is at %d, want it after %d", want, i, last)
		}
		last = i
	}
	for _, want := range []string{
		`id="features/pods/memory.feature:12" data-status="failed" open>`, `id="features/cluster/taint.feature:7" data-status="passed">`,
		"POD_OOM_KILLED", "raise resources.limits.memory", "<b>pod/memory-hog</b> <span>on worker</span>", "3 lanes, bars or events were left out",
		`>OOMKilled, exit 137</text>`, "back-off, restart 2: CrashLoopBackOff", "Pulled:  (3 times)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
}

func TestHTMLEscapesPictures(t *testing.T) {
	for _, text := range reporttest.Hostile {
		htmlOf(t, drawnRun(text))
	}
}

// TestHTMLPicturesAreBounded: the size of pictures is limited, whatever the lanes contain.
func TestHTMLPicturesAreBounded(t *testing.T) {
	r := drawnRun("")
	for _, s := range r.Scenarios {
		for i := range 50 {
			l := crashLane(s.Started, fmt.Sprint(i))
			for range 100 {
				l.Marks = append(l.Marks, l.Marks[2])
			}
			s.Lanes = append(s.Lanes, l)
		}
	}
	page, _ := htmlOf(t, r)
	if most := len(r.Scenarios) * maxDrawn * 1000; len(page) > most {
		t.Errorf("%d bytes", len(page))
	}
	if n := strings.Count(page, "<tr class="); n > len(r.Scenarios)*maxDrawn {
		t.Errorf("%d rows", n)
	}
}

// TestHTMLLegendNamesWhatIsSeen: a bar without width is in the text, but not in the legend.
func TestHTMLLegendNamesWhatIsSeen(t *testing.T) {
	from := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	end := from.Add(9 * time.Second)
	picture := told{}.pictureOf(&report.Scenario{
		Started: from, Ended: end, Steps: []*report.Step{{Text: "x", Status: report.Passed, Started: from, Duration: 9 * time.Second}},
		Lanes: []report.Lane{{Kind: "Pod", Name: "web", Tracks: []report.Track{{Container: "web", Bars: []report.Bar{
			{Phase: report.Running, From: from, To: end}, {Phase: report.Done, From: end, To: end},
		}}}}},
	})
	var legend, words []string
	for _, key := range picture.Legend {
		legend = append(legend, key.Text)
	}
	for _, row := range picture.Rows {
		words = append(words, row.What)
	}
	if got, want := strings.Join(legend, " "), "running"; got != want {
		t.Errorf("the legend is %q, want %q", got, want)
	}
	if !slices.Contains(words, "done") {
		t.Errorf("the words are %q", words)
	}
}
