package report

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"
)

// htmlElements and htmlAttributes are all that the page may have.
var (
	htmlElements = strings.Fields(`html head meta title style body svg defs pattern rect symbol path use header p span h1 dl div dt dd strong pre
		form input kbd button i b details summary output main section h2 a ul li ol code figure line text circle g figcaption table thead tbody tr th td footer script`)
	htmlAttributes = strings.Fields(`lang charset http-equiv content name class width height aria-hidden focusable id patternUnits patternTransform viewBox d fill
		stroke stroke-width stroke-linecap stroke-linejoin role aria-label x y x1 x2 y1 y2 rx r cx text-anchor overflow href title hidden type placeholder autocomplete
		spellcheck data-status data-tag aria-pressed aria-live open`)
)

// checkHTML parses the page as a browser does: nothing in it but what the templates have, no address but
// those of its own scenarios, each scenario once.
func checkHTML(t testing.TB, r *Run, text string) {
	t.Helper()
	page, err := xhtml.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count, attempts := map[string]int{}, 0
	for _, s := range r.Scenarios {
		attempts += len(s.Attempts())
	}
	for n := range page.Descendants() {
		if n.Type == xhtml.CommentNode {
			t.Fatalf("a comment: %s", n.Data)
		}
		if n.Type != xhtml.ElementNode {
			continue
		}
		count[n.Data]++
		if !slices.Contains(htmlElements, n.Data) {
			t.Fatalf("an element that the writer did not write: %s %v", n.Data, n.Attr)
		}
		for _, a := range n.Attr {
			if !slices.Contains(htmlAttributes, a.Key) || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Fatalf("an attribute that the writer did not write: %s of %s: %.100q", a.Key, n.Data, a.Val)
			}
			if a.Key == "class" && (a.Val == "scenario" || strings.HasPrefix(a.Val, "scenario ")) {
				count["scenario"]++
			}
		}
	}
	if count["scenario"] != len(r.Scenarios) || count["script"] != 1 || count["style"] != 1 || count["ol"] != attempts {
		t.Fatalf("%d scenarios became %v", len(r.Scenarios), count)
	}
}

// drawnRun is a run whose scenarios have pictures, with hostile texts in them when text is not empty.
func drawnRun(text string) *Run {
	r := fakeRun()
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
		s.Lanes = []Lane{crashLane(s.Started, text), {Kind: "ReplicaSet", Name: "web" + text, Marks: []Mark{{At: s.Started, Warning: true, Reason: "FailedCreate" + text, Message: text}}}}
	}
	return r
}

func crashLane(from time.Time, text string) Lane {
	at := func(seconds float64) time.Time { return from.Add(time.Duration(seconds * float64(time.Second))) }
	return Lane{
		Kind: "Pod", Name: "memory-hog" + text, Node: "worker" + text, Omitted: 3,
		Tracks: []Track{{Container: "ctr" + text, Bars: []Bar{
			{Phase: Scheduled, From: at(0.3), To: at(1), Text: "ContainerCreating"}, {Phase: Running, From: at(1), To: at(4)},
			{Phase: Crashed, From: at(4), To: at(9), Text: "OOMKilled, exit 137" + text}, {Phase: Phase("new" + text), From: at(9), To: at(15)},
			{Phase: Restarting, From: at(15), To: at(40), Text: "CrashLoopBackOff", Restart: 2},
		}}},
		Marks: []Mark{{At: at(0.3), Reason: "Scheduled"}, {At: at(0.4), Reason: "Pulled", Count: 3}, {At: at(15), Warning: true, Reason: "BackOff" + text, Message: "back-off" + text}},
	}
}

// htmlOf is the page of a run that is over, and its path.
func htmlOf(t testing.TB, r *Run) (page, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "report.html")
	l := NewHTML(path)
	l.RunStarted(r)
	if err := l.RunFinished(r); err != nil {
		t.Fatal(err)
	}
	page = readFile(t, path)
	checkHTML(t, r, page)
	return page, path
}

func TestHTMLPutsFailuresFirst(t *testing.T) {
	page, _ := htmlOf(t, drawnRun(""))
	last := -1
	for _, want := range []string{
		`data-status="failed">`, "Failed <", "A container above its limit is killed", "Broken: the host", "A NodePort answers on every node",
		"Passed <", "The control plane takes no business pods", "Not run <", "A LoadBalancer stays pending",
	} {
		i := strings.Index(page, want)
		if i <= last {
			t.Errorf("%q is at %d, before what must come before it (%d)", want, i, last)
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
	for _, text := range hostile {
		htmlOf(t, drawnRun(text))
	}
}

// TestHTMLPicturesAreBounded, whatever the lanes hold.
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

// TestHTMLLegendNamesWhatIsSeen: a bar without width is in the words, and not in the legend.
func TestHTMLLegendNamesWhatIsSeen(t *testing.T) {
	from := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	end := from.Add(9 * time.Second)
	picture := pictureOf(&Scenario{
		Started: from, Ended: end, Steps: []*Step{{Text: "x", Status: Passed, Started: from, Duration: 9 * time.Second}},
		Lanes: []Lane{{Kind: "Pod", Name: "web", Tracks: []Track{{Container: "web", Bars: []Bar{
			{Phase: Running, From: from, To: end}, {Phase: Done, From: end, To: end},
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
