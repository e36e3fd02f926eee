package export

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

type gradescopeResults struct {
	Score            *marks.Points    `json:"score,omitempty"`
	ExecutionTime    int              `json:"execution_time"`
	Output           string           `json:"output,omitempty"`
	OutputFormat     string           `json:"output_format"`
	Visibility       marks.Visibility `json:"visibility"`
	StdoutVisibility marks.Visibility `json:"stdout_visibility"`
	ExtraData        map[string]any   `json:"extra_data"`
	Tests            []gradescopeTest `json:"tests"`
}

type gradescopeTest struct {
	Score        *marks.Points    `json:"score,omitempty"`
	MaxScore     marks.Points     `json:"max_score"`
	Status       string           `json:"status,omitempty"`
	Name         string           `json:"name"`
	NameFormat   string           `json:"name_format"`
	Number       string           `json:"number"`
	Output       string           `json:"output,omitempty"`
	OutputFormat string           `json:"output_format"`
	Tags         []string         `json:"tags"`
	Visibility   marks.Visibility `json:"visibility"`
}

// gradescope writes the results.json of an autograder. If the grade is undecided, the file contains no score: Gradescope then
// says that the autograder failed, keeps the score that it has, and lets the instructor run it again.
func gradescope(b Book) ([]byte, error) {
	g := b.Grades[0]
	w := wording.In(g.Language)
	points, ok := g.Points()
	out := gradescopeResults{
		ExecutionTime: int(math.Ceil(max(g.Seconds(), 0))), OutputFormat: "text", Visibility: marks.Visible, StdoutVisibility: marks.Hidden,
		Output: strings.Join(gradescopeNotes(g, w), "\n"),
		ExtraData: map[string]any{
			"exercise": g.Exercise.Name, "exercise_hash": g.Exercise.Hash, "attempt": g.Attempt, "cluster_uid": g.ClusterUID, "verdict": g.Verdict(),
		},
		Tests: []gradescopeTest{},
	}
	if ok {
		out.Score = &points
	}
	for i, c := range g.Criteria {
		c = g.Discreet(c, func(other marks.Criterion) bool { return other.Visibility == marks.Visible || other.Visibility == "" })
		out.Tests = append(out.Tests, gradescopeTestOf(i+1, c, ok, w))
	}
	data, err := json.MarshalIndent(out, "", "  ")
	return append(data, '\n'), err
}

// gradescopeNotes returns remarks besides the tests. They mention no hidden criteria.
func gradescopeNotes(g *marks.Grade, w *wording.Table) []string {
	v := View{Grade: g, Criteria: g.Criteria}
	return v.Notes(w)
}

func gradescopeTestOf(number int, c marks.Criterion, decided bool, w *wording.Table) gradescopeTest {
	t := gradescopeTest{
		MaxScore: c.Points, Name: plaintext.Line(c.Title, show.MaxAttr), NameFormat: "text", Number: strconv.Itoa(number),
		Output: feedbackText(c, w), OutputFormat: "text", Tags: []string{string(c.Verdict)}, Visibility: c.Visibility,
	}
	if c.Visibility == "" {
		t.Visibility = marks.Visible
	}
	if points, ok := c.Counts(); ok {
		t.Status = "failed"
		if c.Verdict == marks.Passed {
			t.Status = "passed"
		}
		if decided {
			t.Score = &points
		}
	}
	return t
}
