package marks

import "time"

// Version is the version of the JSON form.
const Version = 1

// Verdict is the result of a criterion, or of the grade.
type Verdict string

// The verdicts.
const (
	Passed  Verdict = "passed"
	Partial Verdict = "partial"
	Failed  Verdict = "failed"
	// Blocked is a criterion that was not judged because one that it needs did not pass. It earns nothing.
	Blocked Verdict = "blocked"
	// Infrastructure is a criterion that could not be judged because of a fault of the machine. It is not a zero.
	Infrastructure Verdict = "infrastructure"
)

// Verdicts returns all verdicts, best first.
func Verdicts() []Verdict { return []Verdict{Passed, Partial, Failed, Blocked, Infrastructure} }

// Visibility says when a student may see a criterion, with the names of Gradescope.
type Visibility string

// The visibilities.
const (
	Hidden         Visibility = "hidden"          // never
	AfterDueDate   Visibility = "after_due_date"  // when the exercise is due
	AfterPublished Visibility = "after_published" // when the instructor has published the marks
	Visible        Visibility = "visible"         // at once; also the meaning of the empty string
)

// CodeRefused is the code of criteria that were missed because the whole submission was refused.
const CodeRefused = "SUBMISSION_REFUSED"

// CodeChanged is the code of criteria that could not be judged because somebody changed the work meanwhile.
const CodeChanged = "CHANGED_WHILE_GRADED"

// CodeFaked is the code of criteria that were missed because somebody wrote a status instead of Kubernetes.
const CodeFaked = "STATUS_FAKED"

// Visibilities returns all visibilities.
func Visibilities() []Visibility { return []Visibility{Hidden, AfterDueDate, AfterPublished, Visible} }

// Shown reports whether a student may see the criterion at the time now. due is the exercise's deadline, or zero; published
// says whether its marks are published.
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

// Student is who was graded. A grade outside of a class may leave it empty.
type Student struct {
	ID        string `json:"id,omitempty"` // of the roster
	Name      string `json:"name,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Email     string `json:"email,omitempty"`
	Login     string `json:"login,omitempty"`
	SIS       string `json:"sis_id,omitempty"`  // ID in the student information system
	LTI       string `json:"lti_id,omitempty"`  // user ID of the learning platform, if it differs from ID
	Section   string `json:"section,omitempty"` // of the course
}

// Key returns the first non-empty one of ID, e-mail, login and name.
func (s Student) Key() string {
	for _, text := range []string{s.ID, s.Email, s.Login, s.Name} {
		if text != "" {
			return text
		}
	}
	return ""
}

// Criterion is a scenario of the exercise, and its result.
type Criterion struct {
	ID         string     `json:"id"` // from its tag @id:…, otherwise derived from the title; unique in the exercise
	Title      string     `json:"title"`
	Points     Points     `json:"points"`             // what it is worth
	Earned     Points     `json:"earned"`             // before deductions; 0 if it is blocked or infrastructure
	AtStart    Points     `json:"at_start,omitempty"` // what the work earned before the student began, which does not count
	HintCost   Points     `json:"hint_cost,omitempty"`
	Verdict    Verdict    `json:"verdict"`
	Visibility Visibility `json:"visibility,omitempty"`
	Needs      []string   `json:"needs,omitempty"` // IDs of other criteria

	Credit   string  `json:"credit,omitempty"`   // why it is partial: "2 of 3 replicas"
	Expected string  `json:"expected,omitempty"` // the expected state
	Seen     string  `json:"seen,omitempty"`     // the state seen instead
	Code     string  `json:"code,omitempty"`     // code of package explain: POD_OOM_KILLED
	Why      string  `json:"why,omitempty"`      // the sentence for the code
	Hint     string  `json:"hint,omitempty"`     // the next one of its hints
	URI      string  `json:"uri,omitempty"`      // file of the scenario
	Line     int     `json:"line,omitempty"`     // of the scenario, or of the failed step
	Seconds  float64 `json:"seconds,omitempty"`  // how long judging took
}

// Counts returns what the criterion adds to the sum: what it earned, less what it earned at the start and the cost of hints. It
// is undecided for infrastructure.
func (c Criterion) Counts() (points Points, decided bool) {
	if c.Verdict == Infrastructure {
		return 0, false
	}
	return max(c.Earned-c.AtStart-c.HintCost, 0), true
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
	Seed        string // seed of the student's values
	Language    string // of titles, reasons and hints: "en", "zh"
	LatePenalty Points
	Criteria    []Criterion
}

// Verdict returns the verdict of the grade. What was there at the start is not passed.
func (g *Grade) Verdict() Verdict {
	passed := len(g.Criteria) > 0
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			return Infrastructure
		}
		passed = passed && c.Verdict == Passed && c.AtStart == 0
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

// Total returns how many points can be earned.
func (g *Grade) Total() (total Points) {
	for _, c := range g.Criteria {
		total += c.Points
	}
	return total
}

// Raw returns the sum of the decided criteria, before the penalty for a late submission.
func (g *Grade) Raw() (raw Points) {
	for _, c := range g.Criteria {
		points, _ := c.Counts()
		raw += points
	}
	return raw
}

// Points returns the points of the attempt. They are undecided while a criterion is infrastructure.
func (g *Grade) Points() (points Points, decided bool) {
	return g.AtLeast(), g.Verdict() != Infrastructure
}

// AtLeast returns the points if all undecided criteria earned nothing.
func (g *Grade) AtLeast() Points { return max(g.Raw()-g.LatePenalty, 0) }

// AtMost returns the points if all undecided criteria earned everything.
func (g *Grade) AtMost() Points {
	most := g.Raw()
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			most += max(c.Points-c.AtStart-c.HintCost, 0)
		}
	}
	return max(most-g.LatePenalty, 0)
}

// Undecided returns the criteria that could not be judged.
func (g *Grade) Undecided() (undecided []Criterion) {
	for _, c := range g.Criteria {
		if c.Verdict == Infrastructure {
			undecided = append(undecided, c)
		}
	}
	return undecided
}

// Seconds returns how long grading took.
func (g *Grade) Seconds() float64 { return g.Ended.Sub(g.Started).Seconds() }
