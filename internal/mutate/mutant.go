package mutate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"github.com/gherkind/gherkind/internal/mutate/operator"
)

// Mutant is a manifest with one change.
type Mutant struct {
	Source       *Source
	Operator     string
	Attacks      string // the behaviour that the change should break
	Weight       int
	Kind, Name   string   // of the changed object
	Related      []string // names of other objects that depend on it, or on which it depends
	Line, Column int      // in the file
	Says         string   // what is changed, to start a sentence with
	Assert       string   // a step that would notice it
	Text         []byte   // the changed manifest, or feature

	change string // what is changed in the steps, for the memory
	step   int    // the number of the changed step, from 1; 0: none
	gone   bool   // whether the step is left out

	mu      sync.Mutex
	verdict Verdict
	by      *Notice
	why     string
	passed  map[*Case]int // how often each scenario has passed
	asked   bool          // whether the API server was asked about the manifest
}

// Verdict is the result for a mutant.
type Verdict string

// The verdicts.
const (
	Killed     Verdict = "killed"
	Survived   Verdict = "survived"
	Invalid    Verdict = "invalid"    // the API server does not accept it
	Equivalent Verdict = "equivalent" // declared by the user: it changes nothing noticeable
	Undecided  Verdict = "undecided"  // the host or the cluster was at fault
	Untried    Verdict = "untried"    // time ran out, or it was interrupted
)

// Notice says how a scenario noticed a mutant.
type Notice struct {
	Scenario string `json:"scenario"` // its ID
	Name     string `json:"name"`
	Step     string `json:"step"`
	Line     int    `json:"line"`
	Code     string `json:"code,omitempty"`
	Saw      string `json:"saw,omitempty"`
}

// Mutants returns the mutants of the selected manifests, those with the highest weight first.
func (s *Suite) Mutants(operators []operator.Operator, match func(*Source) bool) ([]*Mutant, error) {
	var all []*Mutant
	for _, source := range s.Sources {
		if !match(source) {
			continue
		}
		found, err := operator.Mutants(source.Text, operators)
		if err != nil {
			return nil, fmt.Errorf("change the manifest %s: %w", source.Place(), err)
		}
		for _, each := range found {
			m, err := mutantOf(source, each)
			if err != nil {
				return nil, fmt.Errorf("change the manifest %s: %w", source.Place(), err)
			}
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b *Mutant) int { return cmp.Compare(b.Weight, a.Weight) })
	return all, nil
}

// Place returns where the manifest is.
func (s *Source) Place() string {
	if s.Line == 0 {
		return s.Path
	}
	return fmt.Sprintf("%s:%d", s.Path, s.Line)
}

// id stays the same from run to run, even if other lines of the manifest change.
func (m *Mutant) id() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s %s\n%s", m.Source.Path, m.Operator, m.Kind, m.Name, m.Says)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// decide sets the verdict, unless it is already set.
func (m *Mutant) decide(v Verdict, by *Notice, why string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.verdict == "" {
		m.verdict, m.by, m.why = v, by, why
	}
}

// decided reports whether there is a verdict.
func (m *Mutant) decided() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.verdict != ""
}

// Verdict returns the verdict; Untried until it is known.
func (m *Mutant) Verdict() Verdict {
	m.mu.Lock()
	defer m.mu.Unlock()
	return cmp.Or(m.verdict, Untried)
}

// mutantOf converts a mutant of package operator.
func mutantOf(s *Source, m operator.Mutant) (*Mutant, error) {
	text, err := m.Text()
	return &Mutant{
		Source: s, Operator: m.Operator.Name, Attacks: m.Operator.Attacks, Weight: m.Operator.Weight,
		Kind: m.Object.Kind, Name: m.Object.Name, Related: m.Object.Related(), Line: s.At(m.Line), Column: m.Column,
		Says: m.Change.Says, Assert: m.Change.Assert, Text: text,
	}, err
}
