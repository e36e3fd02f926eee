package page

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"

	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const hostile = `</style></td><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)` + "\x1b[31m\u202e"

// grade is a grade of a class; its results depend on n.
func grade(n int, language string) *marks.Grade {
	title := map[string]string{"en": "Expose an application by NodePort", "zh": "用 NodePort 暴露应用"}[language]
	g := &marks.Grade{
		Exercise: marks.Exercise{Name: "nodeport", Title: title, Due: noon.Add(time.Hour)}, Student: marks.Student{ID: fmt.Sprintf("s%d", n), Name: fmt.Sprintf("Student Number %d", n)},
		Attempt: 1, Started: noon, Ended: noon.Add(time.Second), Language: language,
	}
	add := func(id, title string, points, earned marks.Points, code, why string) {
		c := marks.Criterion{ID: id, Title: title, Points: points, Earned: earned, Verdict: marks.Passed, Code: code, Why: why}
		switch {
		case earned == 0:
			c.Verdict, c.Expected, c.Seen, c.Hint = marks.Failed, "an answer with \"hello\"", "no answer within 30s", "Compare the selector of the Service with the labels of the pods."
		case earned < points:
			c.Verdict, c.Credit, c.Expected, c.Seen = marks.Partial, "2 of 3 replicas", "3 ready replicas", "2 ready replicas\n1 Pending"
		}
		g.Criteria = append(g.Criteria, c)
	}
	add("deployment", "A Deployment runs three replicas", 300, []marks.Points{300, 200, 0}[n%7%3], "POD_UNSCHEDULABLE", "no node has 4 CPUs left")
	add("service", "A Service of type NodePort selects them", 200, []marks.Points{200, 200, 0}[n%5%3], "SERVICE_NO_ENDPOINTS", "its selector fits no pod")
	add("traffic", "A request to a node is answered", 400, []marks.Points{400, 0}[n%4%2], "", "")
	add("secret", "It survives the loss of a pod", 100, 100, "", "")
	g.Criteria[3].Visibility = marks.Hidden
	if g.Criteria[1].Verdict != marks.Passed {
		g.Criteria[2].Verdict, g.Criteria[2].Earned, g.Criteria[2].Needs = marks.Blocked, 0, []string{"service"}
	}
	for i, c := range g.Criteria {
		if c.Verdict == marks.Passed {
			g.Criteria[i].Code, g.Criteria[i].Why = "", ""
		}
	}
	return g
}

func class(language string) Class {
	c := Class{Book: export.Book{Now: noon}, Language: language, Missing: []Missing{{"s99", "the ZIP file cannot be read"}}}
	for n := range 24 {
		c.Book.Grades = append(c.Book.Grades, grade(n+1, language))
	}
	lost := &c.Book.Grades[3].Criteria[2]
	lost.Verdict, lost.Earned, lost.Code, lost.Why = marks.Infrastructure, 0, "NODE_NOT_READY", "the node lost power"
	c.Link = func(g *marks.Grade) string { return "students/" + export.FileName(g.Student.Key()) + ".html" }
	return c
}

func classHTML(t *testing.T, c Class) string {
	t.Helper()
	data, err := ClassPage(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func studentHTML(t *testing.T, g *marks.Grade) string {
	t.Helper()
	data, err := StudentPage(export.Book{Now: noon}, g, "")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPages(t *testing.T) {
	for _, language := range []string{"en", "zh"} {
		c := class(language)
		goldenfile.Equal(t, filepath.Join("testdata", "class-"+language+".html"), classHTML(t, c))
		goldenfile.Equal(t, filepath.Join("testdata", "student-"+language+".html"), studentHTML(t, c.Book.Grades[0]))
	}
}

// TestNothingOfAStudentIsMarkup: texts of students are escaped, and nothing external is loaded.
func TestNothingOfAStudentIsMarkup(t *testing.T) {
	g := grade(1, "en")
	g.Student.Name, g.Exercise.Title = hostile, hostile
	for i := range g.Criteria {
		c := &g.Criteria[i]
		c.Title, c.Expected, c.Seen, c.Why, c.Hint, c.Code, c.Credit = hostile, hostile, hostile, hostile, hostile, hostile, hostile
	}
	c := Class{Book: export.Book{Now: noon, Grades: []*marks.Grade{g}}, Missing: []Missing{{hostile, hostile}}, Link: func(*marks.Grade) string { return "javascript:alert(1)" }}
	for name, text := range map[string]string{"class": classHTML(t, c), "student": studentHTML(t, g)} {
		if strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%s: a control character is in it", name)
		}
		tokens := xhtml.NewTokenizer(bytes.NewReader([]byte(text)))
		for tokens.Next() != xhtml.ErrorToken {
			token := tokens.Token()
			if token.Type != xhtml.StartTagToken && token.Type != xhtml.SelfClosingTagToken {
				continue
			}
			if slices.Contains([]string{"script", "img", "link", "iframe"}, token.Data) {
				t.Errorf("%s: <%s>", name, token.Data)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%s: %s=%q", name, a.Key, a.Val)
				}
			}
		}
	}
}

func TestHiddenIsNotOnTheStudentsPage(t *testing.T) {
	text := studentHTML(t, grade(1, "en"))
	if strings.Contains(text, "survives the loss") || strings.Contains(text, "of 10 points") || !strings.Contains(text, "1 criterion is not shown.") {
		t.Error(text)
	}
}

func TestStatistics(t *testing.T) {
	of := func(earned ...marks.Points) (grades []*marks.Grade) {
		for i, p := range earned {
			v := marks.Partial
			switch p {
			case 0:
				v = marks.Failed
			case 1000:
				v = marks.Passed
			default: // a part of the points
			}
			grades = append(grades, &marks.Grade{Student: marks.Student{ID: fmt.Sprint(i)}, Criteria: []marks.Criterion{{ID: "a", Points: 1000, Earned: p, Verdict: v}}})
		}
		return grades
	}
	lost := of(0)[0]
	lost.Criteria[0].Verdict = marks.Infrastructure
	s := statisticsOf(append(of(0, 1000, 999, 500), lost))
	if s.Count != 4 || s.Mean.String() != "6.25" || s.Median.String() != "7.5" || s.Highest.String() != "10" || s.Lowest != 0 {
		t.Errorf("%+v", s)
	}
	var counts []int
	for _, b := range s.Bins {
		counts = append(counts, b.Count)
	}
	if want := []int{1, 0, 0, 0, 0, 1, 0, 0, 0, 2}; !slices.Equal(counts, want) {
		t.Errorf("bins %v", counts)
	}
	if s := statisticsOf([]*marks.Grade{lost}); s.Count != 0 {
		t.Errorf("%+v", s)
	}
	if c := criteriaOf(append(of(0, 1000, 1000), lost)); len(c) != 1 || c[0].Success() != 67 || c[0].Judged != 3 || c[0].Total != 4 {
		t.Errorf("%+v", c[0])
	}
}

func TestReasons(t *testing.T) {
	g := grade(1, "en")
	g.Criteria = []marks.Criterion{
		{ID: "a", Title: "A", Points: 100, Verdict: marks.Failed, Code: "X", Why: "x"},
		{ID: "b", Title: "B", Points: 100, Verdict: marks.Failed, Code: "X"},
		{ID: "c", Title: "C", Points: 100, Verdict: marks.Infrastructure, Code: "NODE_NOT_READY"},
		{ID: "d", Title: "D", Points: 100, Verdict: marks.Blocked, Needs: []string{"a"}},
	}
	other := grade(2, "en")
	other.Criteria = []marks.Criterion{{ID: "a", Title: "A", Points: 100, Verdict: marks.Failed, Code: "W"}, {ID: "b", Title: "B", Points: 100, Verdict: marks.Failed, Code: "X"}}
	r := reasonsOf([]*marks.Grade{g, other})
	if len(r) != 2 || r[0].Code != "X" || r[0].Students != 2 || strings.Join(r[0].Criteria, " ") != "A B" || r[1].Code != "W" {
		t.Errorf("%+v", r)
	}
}

// TestWritePages writes the pages to the folder GHERKIND_PAGES, for inspection.
func TestWritePages(t *testing.T) {
	dir := os.Getenv("GHERKIND_PAGES")
	if dir == "" {
		t.Skip("GHERKIND_PAGES names no folder")
	}
	for _, language := range []string{"en", "zh"} {
		c := class(language)
		for name, text := range map[string]string{"class": classHTML(t, c), "student": studentHTML(t, c.Book.Grades[0]), "undecided": studentHTML(t, c.Book.Grades[3])} {
			if err := os.WriteFile(filepath.Join(dir, name+"-"+language+".html"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
