package page

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"

	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

var (
	//go:embed page.css
	styles string
	//go:embed class.gohtml
	classText string
	//go:embed student.gohtml
	studentText string
)

var functions = template.FuncMap{
	"line":   func(s string) string { return plaintext.Line(s, show.MaxAttr) },
	"css":    func() template.CSS { return template.CSS(styles) }, //nolint:gosec // our own file
	"height": func(part, whole int) int { return part * tallest / max(whole, 1) },
}

// tallest is the height of the largest bin, in pixels.
const tallest = 140

var (
	classPage   = template.Must(template.New("class").Funcs(functions).Parse(classText))
	studentPage = template.Must(template.New("student").Funcs(functions).Parse(studentText))
)

// Missing is a student without a grade.
type Missing struct{ Student, Why string }

// Class is the content of a class page.
type Class struct {
	Title    string // empty: that of the grades
	Total    int    // number of students; 0: those with a grade and those in Missing
	Book     export.Book
	Missing  []Missing
	Language string
	Link     func(*marks.Grade) string // link to a student's page; nil without such pages
}

type classData struct {
	W          *wording.Table
	Title      string
	Facts      []fact
	Statistics statistics
	Largest    int // size of the largest bin
	Criteria   []*perCriterion
	Verdicts   []marks.Verdict
	Reasons    []reason
	Students   []studentRow
	Missing    []Missing
	Undecided  int
	Passed     string // the translated word
}

type (
	fact       struct{ Name, Value string }
	studentRow struct {
		Name, ID, Link, Points string
		Verdict                marks.Verdict
		Share                  int // per cent
		Criteria               []cell
	}
	cell struct {
		Title, Text string
		Verdict     marks.Verdict
	}
)

// ClassPage renders the page of a class. It shows hidden criteria, so it is for instructors.
func ClassPage(c Class) ([]byte, error) { return render(classPage, classDataOf(c)) }

func classDataOf(c Class) classData {
	grades := c.Book.Grades
	w := wording.In(c.Language)
	d := classData{
		W: w, Statistics: statisticsOf(grades), Criteria: criteriaOf(grades), Verdicts: marks.Verdicts(), Reasons: reasonsOf(grades), Missing: c.Missing,
		Passed: w.Verdicts[marks.Passed], Title: c.Title,
	}
	for _, b := range d.Statistics.Bins {
		d.Largest = max(d.Largest, b.Count)
	}
	for _, g := range grades {
		d.Title = cmp.Or(d.Title, g.Exercise.Title, g.Exercise.Name)
		if _, decided := g.Points(); !decided {
			d.Undecided++
		}
		d.Students = append(d.Students, rowOf(g, c.Link, w))
	}
	d.Facts = classFacts(d, cmp.Or(c.Total, len(grades)+len(c.Missing)), w)
	return d
}

func classFacts(d classData, students int, w *wording.Table) []fact {
	facts := []fact{{w.Graded, fmt.Sprintf("%d / %d", d.Statistics.Count, students)}}
	if d.Statistics.Count > 0 {
		s := d.Statistics
		facts = append(facts, fact{w.Mean, s.Mean.String()}, fact{w.Median, s.Median.String()}, fact{w.Highest, s.Highest.String()}, fact{w.Lowest, s.Lowest.String()})
	}
	return facts
}

func rowOf(g *marks.Grade, link func(*marks.Grade) string, w *wording.Table) studentRow {
	row := studentRow{Name: cmp.Or(g.Student.Name, g.Student.Key()), ID: g.Student.Key(), Verdict: g.Verdict()}
	if link != nil {
		row.Link = link(g)
	}
	if points, decided := g.Points(); decided {
		row.Points = fmt.Sprintf("%s / %s", points, g.Total())
		row.Share = int(100 * points / max(g.Total(), 1))
	} else {
		row.Points = fmt.Sprintf("%s – %s / %s", g.AtLeast(), g.AtMost(), g.Total())
	}
	for _, c := range g.Criteria {
		row.Criteria = append(row.Criteria, cell{Title: c.Title, Verdict: c.Verdict, Text: w.Verdicts[c.Verdict]})
	}
	return row
}

type studentData struct {
	W        *wording.Table
	Title    string
	Name     string
	Verdict  marks.Verdict // of the visible criteria
	Sum      string
	Notes    []string
	Facts    []fact
	Criteria []studentCriterion
	Back     string
}

type studentCriterion struct {
	Title, Points string
	Verdict       marks.Verdict
	Lines         []export.Line
}

// StudentPage renders the page for the grade of one student, with what the student may see now. back links to the page of the
// class; it is empty if the page is for the student.
func StudentPage(b export.Book, g *marks.Grade, back string) ([]byte, error) {
	w := wording.In(g.Language)
	v := b.ViewOf(g)
	d := studentData{
		W: w, Title: cmp.Or(g.Exercise.Title, g.Exercise.Name), Name: cmp.Or(g.Student.Name, g.Student.Key()),
		Verdict: (&marks.Grade{Criteria: v.Criteria}).Verdict(), Sum: v.Sum(w), Notes: v.Notes(w), Back: back,
	}
	if g.Attempt > 0 {
		d.Facts = append(d.Facts, fact{w.Attempt, fmt.Sprint(g.Attempt)})
	}
	if !g.Started.IsZero() {
		d.Facts = append(d.Facts, fact{w.Started, g.Started.UTC().Format("2006-01-02 15:04:05 UTC")})
	}
	if !g.Exercise.Due.IsZero() {
		d.Facts = append(d.Facts, fact{w.Due, g.Exercise.Due.Format("2006-01-02 15:04 MST")})
	}
	d.Criteria = criteriaIn(v, w)
	return render(studentPage, d)
}

func criteriaIn(v export.View, w *wording.Table) (all []studentCriterion) {
	for _, c := range v.Criteria {
		one := studentCriterion{Title: c.Title, Verdict: c.Verdict, Points: "– / " + c.Points.String(), Lines: export.Feedback(c, w)}
		if points, decided := c.Counts(); decided {
			one.Points = fmt.Sprintf("%s / %s", points, c.Points)
		}
		all = append(all, one)
	}
	return all
}

func render(t *template.Template, data any) ([]byte, error) {
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("make the page of marks: %w", err)
	}
	return out.Bytes(), nil
}
