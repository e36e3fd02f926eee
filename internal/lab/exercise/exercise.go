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
	Dir  string // its folder, as it was given
	Name string // the name of the folder
	Hash string // hash of all its files
	Settings
	// Seed is what the student's Values were derived from, see Settings.Values.
	Seed   string
	Values map[string]string
	// Instructions are Markdown, by language.
	Instructions map[string]string
	// Criteria are in the order of the feature.
	Criteria []*Criterion
	// Plan contains all criteria.
	Plan *plan.Plan
	// Start says whether there is a start state; Wrong are the names of the wrong answers, sorted.
	Start bool
	Wrong []string
}

// Settings are the contents of exercise.yaml.
type Settings struct {
	Title     map[string]string // by language
	Languages []string          // the first is that of exercise.yaml and grade.feature
	Total     marks.Points
	Deadline  time.Time // zero if there is none
	Late      policy.Late
	Attempts  Attempts
	Security  string // of the namespace: privileged, baseline or restricted
	Kinds     []string
	Limits    Limits
	// StartPoints is what the start state earns.
	StartPoints marks.Points
	Expected    map[string]Expected // of each wrong answer
	Sources     map[string]Source   // of the values that differ between students

	instructions map[string]string // as written: the text, or the name of a file
}

// Attempts say how often a student may try, and what that costs.
type Attempts struct {
	Most     int          // 0 means any number
	Counts   string       // best, last or first
	HintCost marks.Points // points for each hint beyond the first
}

// Limits apply to a submission.
type Limits struct {
	Objects int
	Bytes   int64
	Pods    int
	CPU     string
	Memory  string
	Disk    string        // what containers write, and their logs
	Time    time.Duration // for the whole grading
}

// Expected is the result that a wrong answer must get.
type Expected struct {
	Points marks.Points
	Misses []string // criteria that it must miss, if listed
	Line   int      // in exercise.yaml
}

// Criterion is one scenario of grade.feature.
type Criterion struct {
	ID         string
	Title      string
	Points     marks.Points
	Needs      []string // criteria that must pass first
	Visibility marks.Visibility
	Partial    bool     // it can earn a part of its points
	Copy       bool     // it is judged in a copy, because its steps change something
	Hints      []string // each says more than the one before
	Line       int
	Pickle     *gherkin.Pickle

	translated map[string]wording // by language
}

// wording has the texts of a criterion in another language.
type wording struct {
	Title string
	Hints []string
}

// In returns the title and the hints of a criterion in a language, or in that of the feature without a translation.
func (c *Criterion) In(language string) (title string, hints []string) {
	if w, is := c.translated[language]; is {
		return w.Title, w.Hints
	}
	return c.Title, c.Hints
}

// TitleIn returns the exercise's title in a language, or in its first language without a translation.
func (e *Exercise) TitleIn(language string) string {
	if title, is := e.Title[language]; is {
		return title
	}
	return e.Title[e.Languages[0]]
}

// InstructionsIn returns the instructions in a language, or in the first language without a translation.
func (e *Exercise) InstructionsIn(language string) string {
	if text, is := e.Instructions[language]; is {
		return text
	}
	return e.Instructions[e.Languages[0]]
}

// Rules returns the rules for attempts.
func (e *Exercise) Rules() policy.Rules {
	r := policy.Rules{
		Most: e.Attempts.Most, Counts: e.Attempts.Counts, HintCost: e.Attempts.HintCost, Deadline: e.Deadline, Late: e.Late, Hints: map[string]int{},
	}
	for _, c := range e.Criteria {
		r.Hints[c.ID] = len(c.Hints)
	}
	return r
}

// Path returns the path of a file of the exercise.
func (e *Exercise) Path(elements ...string) string {
	return filepath.Join(append([]string{e.Dir}, elements...)...)
}

// Criterion returns the criterion with an ID, or nil.
func (e *Exercise) Criterion(id string) *Criterion {
	for _, c := range e.Criteria {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Fill replaces $(value:NAME) in a manifest of the exercise by the student's values. Unknown names stay as they are.
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
