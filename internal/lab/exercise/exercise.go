package exercise

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/plan"
)

// The files and folders of an exercise.
const (
	SettingsFile   = "exercise.yaml"
	FeatureFile    = "grade.feature"
	StartFolder    = "start"
	SolutionFolder = "solution"
	WrongFolder    = "wrong"
)

// Exercise is an exercise that was read and checked.
type Exercise struct {
	Dir  string // its folder, as it was asked for
	Name string // the folder's own name
	Hash string // of all its files
	Settings
	// Seed is what the values of the student were made from, see Settings.Values; Values are those.
	Seed   string
	Values map[string]string
	// Instructions are Markdown, by language.
	Instructions map[string]string
	// Criteria are in the order of the feature.
	Criteria []*Criterion
	// Plan is that of all criteria.
	Plan *plan.Plan
	// Start tells whether there is a start state; Wrong are the names of the wrong answers, in order.
	Start bool
	Wrong []string
}

// Settings are what exercise.yaml says.
type Settings struct {
	Title     map[string]string // by language
	Languages []string          // the first is that of exercise.yaml and grade.feature
	Total     marks.Points
	Deadline  time.Time // zero when there is none
	Late      policy.Late
	Attempts  Attempts
	Security  string // of the namespace: privileged, baseline or restricted
	Kinds     []string
	Limits    Limits
	// StartPoints are what the start state earns.
	StartPoints marks.Points
	Expected    map[string]Expected // of each wrong answer
	Sources     map[string]Source   // of values that differ from student to student

	instructions map[string]string // as written: the text, or the name of a file
}

// Attempts are how often a student may try, and what that costs.
type Attempts struct {
	Most     int          // 0 is any number
	Counts   string       // best, last or first
	HintCost marks.Points // points for each hint beyond the first
}

// Limits are those of a submission.
type Limits struct {
	Objects int
	Bytes   int64
	Pods    int
	CPU     string
	Memory  string
	Time    time.Duration // for the whole grading
}

// Expected is what a wrong answer must get.
type Expected struct {
	Points marks.Points
	Misses []string // criteria that it does not pass, when they are listed
	Line   int      // of exercise.yaml
}

// Criterion is one scenario of grade.feature.
type Criterion struct {
	ID         string
	Title      string
	Points     marks.Points
	Needs      []string // criteria that must have passed
	Visibility marks.Visibility
	Partial    bool     // its points can be earned in part
	Copy       bool     // it is judged in a copy: its steps change things
	Hints      []string // the next one says more than the one before
	Line       int
	Pickle     *gherkin.Pickle

	translated map[string]wording // by language
}

// wording is the texts of a criterion in another language.
type wording struct {
	Title string
	Hints []string
}

// In gives the title and the hints of a criterion in a language, in that of the feature when they are not translated.
func (c *Criterion) In(language string) (title string, hints []string) {
	if w, is := c.translated[language]; is {
		return w.Title, w.Hints
	}
	return c.Title, c.Hints
}

// TitleIn is the exercise's title in a language, in its first when it has none in that.
func (e *Exercise) TitleIn(language string) string {
	if title, is := e.Title[language]; is {
		return title
	}
	return e.Title[e.Languages[0]]
}

// InstructionsIn are the instructions in a language, in the first when there are none in that.
func (e *Exercise) InstructionsIn(language string) string {
	if text, is := e.Instructions[language]; is {
		return text
	}
	return e.Instructions[e.Languages[0]]
}

// Rules are those of attempts.
func (e *Exercise) Rules() policy.Rules {
	r := policy.Rules{
		Most: e.Attempts.Most, Counts: e.Attempts.Counts, HintCost: e.Attempts.HintCost, Deadline: e.Deadline, Late: e.Late, Hints: map[string]int{},
	}
	for _, c := range e.Criteria {
		r.Hints[c.ID] = len(c.Hints)
	}
	return r
}

// Path is the path of a file of the exercise.
func (e *Exercise) Path(elements ...string) string {
	return filepath.Join(append([]string{e.Dir}, elements...)...)
}

// Criterion finds a criterion by its ID; nil when there is none.
func (e *Exercise) Criterion(id string) *Criterion {
	for _, c := range e.Criteria {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Fill puts the student's values in the place of $(value:NAME) in a manifest of the exercise. What names no value stays.
func (e *Exercise) Fill(text []byte) []byte {
	filled, _ := Fill("", text, e.Values)
	return filled
}

// IDs lists the criteria.
func (e *Exercise) IDs() string {
	var ids []string
	for _, c := range e.Criteria {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, ", ")
}
