package marks

import "time"

// Version is that of the JSON form.
const Version = 1

// Verdict is what became of a criterion, or of the whole.
type Verdict string

// The verdicts.
const (
	Passed  Verdict = "passed"
	Partial Verdict = "partial"
	Failed  Verdict = "failed"
	// Blocked is a criterion that was not judged because one that it needs did not pass. It earns nothing.
	Blocked Verdict = "blocked"
	// Infrastructure is a criterion that could not be judged for a fault of the machine. It is not a zero.
	Infrastructure Verdict = "infrastructure"
)

// Verdicts are all of them, the best first.
func Verdicts() []Verdict { return []Verdict{Passed, Partial, Failed, Blocked, Infrastructure} }

// Visibility says when a student may see a criterion, in the words of Gradescope.
type Visibility string

// The visibilities.
const (
	Hidden         Visibility = "hidden"          // never
	AfterDueDate   Visibility = "after_due_date"  // when the exercise is due
	AfterPublished Visibility = "after_published" // when the instructor has published the marks
	Visible        Visibility = "visible"         // at once; it is also what the empty text means
)

// CodeRefused is the code of criteria that were missed since the submission as a whole was refused.
const CodeRefused = "SUBMISSION_REFUSED"

// CodeChanged is the code of criteria that could not be judged since somebody changed the work meanwhile.
const CodeChanged = "CHANGED_WHILE_GRADED"

// CodeFaked is the code of criteria that were missed since somebody has written a status in the place of Kubernetes.
const CodeFaked = "STATUS_FAKED"

// Visibilities are all of them.
func Visibilities() []Visibility { return []Visibility{Hidden, AfterDueDate, AfterPublished, Visible} }

// Shown reports whether a student may see it at the time now, of an exercise that is due at due (zero: never) and whose
// marks are published or not.
func (v Visibility) Shown(now, due time.Time, published bool) bool {
	switch v {
	case Visible, "":
		return true
	case AfterDueDate:
		return !due.IsZero() && now.After(due)
	case AfterPublished:
		return published
	case Hidden:
	}
	return false
}

// Exercise is what was graded.
type Exercise struct {
	Name  string    `json:"name"` // of its folder
	Title string    `json:"title,omitempty"`
	Hash  string    `json:"hash,omitempty"` // of all its files: "sha256:…"
	Due   time.Time `json:"due,omitzero"`
}

// Student is who is graded. A grade outside of a class may leave it empty.
type Student struct {
	ID        string `json:"id,omitempty"` // of the roster
	Name      string `json:"name,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Email     string `json:"email,omitempty"`
	Login     string `json:"login,omitempty"`
	SIS       string `json:"sis_id,omitempty"`  // number in the student information system
	LTI       string `json:"lti_id,omitempty"`  // user of a learning platform, if not the ID
	Section   string `json:"section,omitempty"` // of the course
}

// Key is the first of ID, e-mail, login and name that is not empty.
func (s Student) Key() string {
	for _, text := range []string{s.ID, s.Email, s.Login, s.Name} {
		if text != "" {
			return text
		}
	}
	return ""
}

// Criterion is a scenario of the exercise, and what became of it.
type Criterion struct {
	ID         string     `json:"id"` // of its tag @id:…, else made of the title; unique in the exercise
	Title      string     `json:"title"`
	Points     Points     `json:"points"` // that it is worth
	Earned     Points     `json:"earned"` // before what hints cost; 0 if it is blocked or infrastructure
	HintCost   Points     `json:"hint_cost,omitempty"`
	Verdict    Verdict    `json:"verdict"`
	Visibility Visibility `json:"visibility,omitempty"`
	Needs      []string   `json:"needs,omitempty"` // IDs of others

	Credit   string  `json:"credit,omitempty"`   // why it is partial: "2 of 3 replicas"
	Expected string  `json:"expected,omitempty"` // what was to be there
	Seen     string  `json:"seen,omitempty"`     // what was there instead
	Code     string  `json:"code,omitempty"`     // of explain: POD_OOM_KILLED
	Why      string  `json:"why,omitempty"`      // the sentence that belongs to it
	Hint     string  `json:"hint,omitempty"`     // the next one of its ladder
	URI      string  `json:"uri,omitempty"`      // file of the scenario
	Line     int     `json:"line,omitempty"`     // of the scenario, or of the step that missed
	Seconds  float64 `json:"seconds,omitempty"`  // that judging took
}

// Counts is what it adds to the sum: what it earned less what hints cost. It is not decided for infrastructure.
func (c Criterion) Counts() (points Points, decided bool) {
	if c.Verdict == Infrastructure {
		return 0, false
	}
	return max(c.Earned-c.HintCost, 0), true
}

// Missed reports whether it was judged and did not earn all its points.
func (c Criterion) Missed() bool {
	return c.Verdict == Partial || c.Verdict == Failed || c.Verdict == Blocked
}

// Grade is one attempt of one student at one exercise.
type Grade struct {
	Exercise    Exercise
	Student     Student
	Attempt     int // from 1
	Submitted   time.Time
	Started     time.Time // when grading began
	Ended       time.Time
	ClusterUID  string
	Seed        string // of the values that are this student's own
	Language    string // of titles, reasons and hints: "en", "zh"
	LatePenalty Points
	Criteria    []Criterion
}

// Verdict is that of the whole.
func (g *Grade) Verdict() Verdict {
	passed := len(g.Criteria) > 0
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			return Infrastructure
		}
		passed = passed && c.Verdict == Passed
	}
	switch {
	case len(g.Criteria) == 0:
		return Infrastructure // nothing was judged
	case passed:
		return Passed
	case g.Raw() == 0:
		return Failed
	}
	return Partial
}

// Total is what can be earned.
func (g *Grade) Total() (total Points) {
	for _, c := range g.Criteria {
		total += c.Points
	}
	return total
}

// Raw is what the criteria that are decided add up to, before the penalty for a late submission.
func (g *Grade) Raw() (raw Points) {
	for _, c := range g.Criteria {
		points, _ := c.Counts()
		raw += points
	}
	return raw
}

// Points are what the attempt earned. They are not decided as long as a criterion is infrastructure.
func (g *Grade) Points() (points Points, decided bool) {
	return g.AtLeast(), g.Verdict() != Infrastructure
}

// AtLeast is what the attempt earned if all that could not be judged earned nothing.
func (g *Grade) AtLeast() Points { return max(g.Raw()-g.LatePenalty, 0) }

// AtMost is what the attempt earned if all that could not be judged earned everything.
func (g *Grade) AtMost() Points {
	most := g.Raw()
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			most += max(c.Points-c.HintCost, 0)
		}
	}
	return max(most-g.LatePenalty, 0)
}

// Undecided are the criteria that could not be judged.
func (g *Grade) Undecided() (undecided []Criterion) {
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			undecided = append(undecided, c)
		}
	}
	return undecided
}

// Seconds is how long grading took.
func (g *Grade) Seconds() float64 { return g.Ended.Sub(g.Started).Seconds() }
