package mutate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Report is the result for the mutants of a suite.
type Report struct {
	Tool       string    `json:"tool"`
	Kubernetes string    `json:"kubernetes,omitempty"`
	Started    time.Time `json:"started"`
	Ended      time.Time `json:"ended"`
	Score      Score     `json:"score"`
	Features   []Feature `json:"features"`
	Mutants    []Entry   `json:"mutants"`
	LeftOut    []LeftOut `json:"leftOut,omitempty"`
	Notes      []string  `json:"notes,omitempty"`
	// Listed says that the mutants were only listed, not tried.
	Listed bool `json:"listed,omitempty"`
	// Files are the files that contain the manifests.
	Files map[string]string `json:"-"`
}

// Feature is a feature, with the mutants of the manifests that its scenarios use.
type Feature struct {
	URI   string `json:"uri"`
	Name  string `json:"name"`
	Score Score  `json:"score"`
}

// LeftOut is a scenario that was not used to try mutants.
type LeftOut struct {
	Scenario string `json:"scenario"`
	Name     string `json:"name"`
	Why      string `json:"why"`
}

// Score counts mutants by verdict.
type Score struct {
	Killed     int `json:"killed"`
	Survived   int `json:"survived"`
	Invalid    int `json:"invalid"`
	Equivalent int `json:"equivalent"`
	Undecided  int `json:"undecided"`
	Untried    int `json:"untried"`
}

// Add counts one more.
func (s *Score) Add(v Verdict) {
	switch v {
	case Killed:
		s.Killed++
	case Survived:
		s.Survived++
	case Invalid:
		s.Invalid++
	case Equivalent:
		s.Equivalent++
	case Undecided:
		s.Undecided++
	case Untried:
		s.Untried++
	}
}

// All is the number of mutants.
func (s Score) All() int {
	return s.Killed + s.Survived + s.Invalid + s.Equivalent + s.Undecided + s.Untried
}

// Percent returns the noticed part of the mutants that could be noticed; known is false if there are none.
func (s Score) Percent() (percent float64, known bool) {
	if s.Killed+s.Survived == 0 {
		return 0, false
	}
	return 100 * float64(s.Killed) / float64(s.Killed+s.Survived), true
}

// Below reports whether less than percent of the mutants were noticed; sure is false if that depends on undecided ones.
func (s Score) Below(percent float64) (below, sure bool) {
	noticed, all := 100*float64(s.Killed), float64(s.Killed+s.Survived)
	if all+float64(s.Undecided) == 0 {
		return false, true
	}
	worst := noticed / (all + float64(s.Undecided))
	best := (noticed + 100*float64(s.Undecided)) / (all + float64(s.Undecided))
	return worst < percent, worst >= percent || best < percent
}

// Rounded formats a number with one decimal, unless that is 0. It rounds down: 99.96 % is not all.
func Rounded(n float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(int(n*10))/10), ".0")
}

// Entry is a mutant in a report.
type Entry struct {
	ID        string   `json:"id"` // the same from run to run, even if other lines of the manifest change
	Verdict   Verdict  `json:"verdict"`
	Operator  string   `json:"operator"`
	Attacks   string   `json:"attacks,omitempty"`
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Column    int      `json:"column,omitempty"`
	Object    string   `json:"object"`
	Says      string   `json:"says"`
	Assert    string   `json:"assert,omitempty"`
	By        *Notice  `json:"by,omitempty"`
	Why       string   `json:"why,omitempty"`
	Scenarios []string `json:"scenarios"` // those that use the manifest
	Once      bool     `json:"once,omitempty"`
	OfStep    bool     `json:"ofStep,omitempty"` // a step is changed, not a manifest
	features  []string
}

// Of returns the mutants with a verdict.
func (r *Report) Of(v Verdict) []Entry {
	var found []Entry
	for _, e := range r.Mutants {
		if e.Verdict == v {
			found = append(found, e)
		}
	}
	return found
}

// NothingPassed reports whether all scenarios were left out.
func (r *Report) NothingPassed() bool {
	return len(r.LeftOut) > 0 && !slices.ContainsFunc(r.Mutants, func(e Entry) bool { return len(e.Scenarios) > 0 })
}

// Report returns the results so far.
func (m *Mutation) Report() *Report {
	r := &Report{Started: m.started, Ended: m.options.Now(), Files: map[string]string{}}
	for _, each := range m.Mutants {
		e := m.entry(each)
		r.Mutants = append(r.Mutants, e)
		r.Score.Add(e.Verdict)
		if _, known := r.Files[e.File]; !known {
			r.Files[e.File] = m.masked(each.Source)
		}
	}
	slices.SortStableFunc(r.Mutants, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	m.tell.Lock()
	r.Notes = slices.Clone(m.notes)
	m.tell.Unlock()
	for _, c := range m.Suite.Cases {
		m.feature(r, c)
		if c.Base.Ending != Passed && c.Base.Ending != "" && c.Base.Ending != NotRun {
			r.LeftOut = append(r.LeftOut, LeftOut{c.ID(), c.Pickle.Name, leftOut(c.Base)})
		}
	}
	return r
}

// masked returns the file of a manifest without the values of Secrets.
func (m *Mutation) masked(s *Source) string {
	text := string(s.File)
	for _, c := range s.Cases {
		text = m.Suite.Plan.MaskOf(c.Pickle).Text(text)
	}
	return text
}

// leftOut returns why a scenario is not used.
func leftOut(base Outcome) string {
	if base.Why != "" {
		return base.Why
	}
	return fmt.Sprintf("it fails as it is, at %q: saw %s", base.Text, base.Saw)
}

// feature adds the feature of a scenario, unless it was already added.
func (m *Mutation) feature(r *Report, c *Case) {
	if slices.ContainsFunc(r.Features, func(f Feature) bool { return f.URI == c.Pickle.URI }) {
		return
	}
	f := Feature{URI: c.Pickle.URI, Name: c.Pickle.Feature.Name}
	for _, e := range r.Mutants {
		if slices.Contains(e.features, f.URI) {
			f.Score.Add(e.Verdict)
		}
	}
	r.Features = append(r.Features, f)
}

func (m *Mutation) entry(each *Mutant) Entry {
	e := Entry{
		Operator: each.Operator, Attacks: each.Attacks, File: each.Source.Path, Line: each.Line, Column: each.Column,
		Object: strings.ToLower(each.Kind) + " " + each.Name, Says: each.Says, Assert: m.assertIn(each),
	}
	e.ID, e.OfStep = each.id(), each.Source.Feature
	var cases []*Case
	for _, c := range each.Source.Cases {
		if !slices.Contains(e.features, c.Pickle.URI) {
			e.features = append(e.features, c.Pickle.URI)
		}
		if c.Base.Ending == Passed {
			cases, e.Scenarios = append(cases, c), append(e.Scenarios, c.ID())
		}
	}
	each.mu.Lock()
	e.Verdict, e.By, e.Why = each.verdict, each.by, each.why
	each.mu.Unlock()
	if e.Verdict != "" {
		return e
	}
	e.Verdict = Untried
	if passes := each.passes(cases); passes > 0 {
		e.Verdict, e.Once = Survived, passes == 1
	}
	return e
}
