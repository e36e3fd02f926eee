package export

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// hostile is text that a student can put into names, logs and annotations: it begins like a formula, and has a meaning in HTML,
// Markdown, XML and to a terminal.
const hostile = `=HYPERLINK("http://x","y")</td><script>alert(1)</script>]]> **b** [a](http://x) | ` + "`c` \x1b[31m\u202e \x00 '\"&amp;;=1+1"

func criterion(id string, verdict marks.Verdict, earned, points marks.Points, visibility marks.Visibility) marks.Criterion {
	return marks.Criterion{
		ID: id, Title: "The " + id, Verdict: verdict, Earned: earned, Points: points, Visibility: visibility,
		URI: "grade.feature", Line: 7, Seconds: 1.25,
	}
}

func ada() *marks.Grade {
	service := criterion("service", marks.Partial, 200, 300, "")
	service.Credit, service.Expected, service.Seen = "2 of 3 replicas", "3 ready replicas", "2 ready replicas\nand one Pending"
	service.Code, service.Why, service.Hint = "POD_UNSCHEDULABLE", "no node has room", "look at the requests"
	service.HintCost = 50
	traffic := criterion("traffic", marks.Blocked, 0, 100, marks.Visible)
	traffic.Needs = []string{"service", "secret"}
	secret := criterion("secret", marks.Failed, 0, 100, marks.Hidden)
	secret.Seen = "the hidden thing"
	return &marks.Grade{
		Exercise: marks.Exercise{Name: "nodeport", Title: "Expose by NodePort", Hash: "sha256:0a", Due: noon.Add(-time.Hour)},
		Student:  marks.Student{ID: "s1", Name: "Ada Lovelace", Email: "ada@example.org", Section: "A", SIS: "4711"},
		Attempt:  2, Submitted: noon.Add(-time.Minute), Started: noon, Ended: noon.Add(3500 * time.Millisecond), ClusterUID: "uid", Seed: "7", Language: "en",
		LatePenalty: 25,
		Criteria:    []marks.Criterion{criterion("deployment", marks.Passed, 200, 200, marks.Visible), secret, service, traffic},
	}
}

func grace() *marks.Grade {
	g := ada()
	g.Student = marks.Student{ID: "s2", FirstName: "Grace", LastName: "Hopper", Email: "grace@example.org", Login: "grace"}
	g.LatePenalty = 0
	lost := criterion("service", marks.Infrastructure, 0, 300, marks.AfterDueDate)
	lost.Why, lost.Code = "the node lost power", "NODE_NOT_READY"
	traffic := criterion("traffic", marks.Infrastructure, 0, 100, marks.Visible)
	g.Criteria = []marks.Criterion{g.Criteria[0], g.Criteria[1], lost, traffic}
	return g
}

func mallory() *marks.Grade {
	g := ada()
	g.Language = "zh"
	g.Student = marks.Student{ID: "s3", Name: hostile, Email: "m@example.org"}
	g.Exercise.Title = hostile
	g.LatePenalty = 0
	bad := criterion("service", marks.Failed, 0, 300, "")
	bad.Title, bad.Expected, bad.Seen, bad.Why, bad.Code, bad.Hint = hostile, hostile, "first\n=cmd|' /C calc'!A0\n"+hostile, hostile, hostile, hostile
	g.Criteria = []marks.Criterion{g.Criteria[0], bad}
	return g
}

func book(grades ...*marks.Grade) Book { return Book{Grades: grades, Now: noon} }

func bytesOf(t *testing.T, name string, b Book) string {
	t.Helper()
	for _, f := range All() {
		if f.Name == name {
			data, err := f.Bytes(b)
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
	}
	t.Fatalf("no format %s", name)
	return ""
}

// TestGolden: each format, for a class, or for one student after the other.
func TestGolden(t *testing.T) {
	for _, f := range All() {
		if !f.Each {
			goldenfile.Equal(t, filepath.Join("testdata", f.Name+".golden"), bytesOf(t, f.Name, book(ada(), grace(), mallory())))
			continue
		}
		for _, g := range []*marks.Grade{ada(), grace(), mallory()} {
			goldenfile.Equal(t, filepath.Join("testdata", f.Name+"-"+g.Student.ID+".golden"), bytesOf(t, f.Name, book(g)))
		}
	}
	if !slices.IsSortedFunc(All(), func(a, b Format) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the formats are not in alphabetical order")
	}
}

// TestHiddenStaysHidden: no file for students mentions a criterion that they may not see, nor its points.
func TestHiddenStaysHidden(t *testing.T) {
	for _, name := range []string{"junit", "lti", "markdown", "moodle"} {
		text := bytesOf(t, name, book(ada()))
		for _, secret := range []string{"secret", "the hidden thing"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells %q:\n%s", name, secret, text)
			}
		}
	}
	for _, name := range []string{"junit", "markdown"} {
		if text := bytesOf(t, name, book(ada())); strings.Contains(text, "of 7 points") {
			t.Errorf("%s contains the total points:\n%s", name, text)
		}
	}
	for _, becomes := range []marks.Verdict{marks.Blocked, marks.Infrastructure} {
		g := ada()
		traffic := &g.Criteria[3]
		traffic.Needs, traffic.Verdict, traffic.Why = []string{"secret", "service"}, becomes, "it needs secret, which did not pass"
		if becomes == marks.Infrastructure {
			g.Criteria[1].Verdict, traffic.Why = becomes, "it needs secret, which could not be judged"
		}
		for _, name := range []string{"junit", "lti", "markdown", "moodle"} {
			if text := bytesOf(t, name, book(g)); strings.Contains(text, "secret") {
				t.Errorf("%s names the hidden criterion that another one needs:\n%s", name, text)
			}
		}
		var results gradescopeResults
		if err := json.Unmarshal([]byte(bytesOf(t, "gradescope", book(g))), &results); err != nil {
			t.Fatal(err)
		}
		if shown := results.Tests[3].Output; strings.Contains(shown, "secret") || !strings.Contains(shown, "a criterion that it needs") {
			t.Errorf("gradescope: %s", shown)
		}
	}
	g := ada()
	g.Criteria[1].Visibility = marks.AfterPublished
	b := book(g)
	if strings.Contains(bytesOf(t, "markdown", b), "The secret") {
		t.Error("it is shown before the marks are published")
	}
	if b.Published = true; !strings.Contains(bytesOf(t, "markdown", b), "The secret") {
		t.Error("it is not shown after the marks are published")
	}
}

// TestWhatIsNotDecidedIsNoZero: no format contains a score for it.
func TestWhatIsNotDecidedIsNoZero(t *testing.T) {
	for name, never := range map[string][]string{
		"canvas": {"Hopper"}, "moodle": {"Hopper"}, "nbgrader": {"Hopper"},
		"gradescope": {`"score"`}, "lti": {"scoreGiven", "FullyGraded"}, "csv": {"infrastructure,0"}, "json": {`"points": 0,` + "\n      " + `"at_least"`},
	} {
		text := bytesOf(t, name, book(grace()))
		for _, word := range never {
			if strings.Contains(text, word) {
				t.Errorf("%s has %q:\n%s", name, word, text)
			}
		}
	}
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	put := func(file string, data []byte) error { return os.WriteFile(file, data, 0o600) }
	e, err := Parse("moodle:" + dir + "/moodle.csv")
	if err != nil {
		t.Fatal(err)
	}
	left, err := e.Save(book(ada(), grace()), put)
	if err != nil || !slices.Equal(left, []string{"s2"}) {
		t.Errorf("left out %v, %v", left, err)
	}
	each, err := Parse("gradescope:" + dir + "/{student}.json")
	if err != nil || each.ForClass() != nil {
		t.Fatal(err)
	}
	twin := ada()
	twin.Student.ID = "../S1"
	other := ada()
	other.Student.ID = "_S1"
	if left, err := each.Save(book(ada(), twin, other), put); err != nil || len(left) > 0 {
		t.Errorf("left out %v, %v", left, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if want := []string{"_S1-2.json", "_S1.json", "moodle.csv", "s1.json"}; !slices.Equal(names, want) {
		t.Errorf("files %v, want %v", names, want)
	}
	full := errors.New("no space left on device")
	if _, err := each.Save(book(ada()), func(string, []byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
}

func TestParse(t *testing.T) {
	dir := t.TempDir()
	for spec, want := range map[string]string{
		"":                   `export "": there is no format ""; the formats are: canvas:FILE, csv:FILE, gradescope:FILE`,
		"gradescope":         "no file named; write gradescope:results.json",
		"moodle:-":           "the standard output shows the run; name a file, such as moodle:moodle.csv",
		"junit:" + dir:       "is a folder; name a file in it",
		"blackboard:out.csv": `no format "blackboard"`,
	} {
		if _, err := Parse(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want %q", spec, err, want)
		}
	}
	if _, err := ParseAll([]string{"csv:" + dir + "/a.csv", "moodle:" + dir + "/./a.csv"}); err == nil || !strings.Contains(err.Error(), "is written by --export csv:") {
		t.Error(err)
	}
	e, err := Parse("markdown:-")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.ForClass(); err == nil || !strings.Contains(err.Error(), "put {student} into its name, such as markdown:{student}-") {
		t.Error(err)
	}
}

func TestFileName(t *testing.T) {
	for text, want := range map[string]string{
		"ada@example.org": "ada@example.org", "../../etc/passwd": "_.._etc_passwd", "": "student", "...": "student", "-rf": "rf", "中文": "__", "a\x00b": "a_b",
		strings.Repeat("x", 300): strings.Repeat("x", 80),
	} {
		if got := FileName(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// TestRead: a file of the format json can be read back and written again unchanged.
func TestRead(t *testing.T) {
	text := bytesOf(t, "json", book(ada(), grace(), mallory()))
	grades, err := Read([]byte(text))
	if err != nil || len(grades) != 3 {
		t.Fatal(err)
	}
	if again := bytesOf(t, "json", book(grades...)); again != text {
		t.Error(again)
	}
	for change, want := range map[[2]string]string{
		{"gherkind-marks", "other"}:           `its format is "other"`,
		{`"id": "s2"`, `"id": "s1"`}:          `the student "s1" has two grades`,
		{`"points": 3.25`, `"points": 7`}:     "its points are 7, by its criteria they are 3.25",
		{`"grades": [`, `"grades": [null,`}:   "grade 1 is empty",
		{text, `{"format":"gherkind-marks"}`}: "it has no grades",
		{text, "{"}:                           "unexpected end of JSON input",
	} {
		if _, err := Read([]byte(strings.Replace(text, change[0], change[1], 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
