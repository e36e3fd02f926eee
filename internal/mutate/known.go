package mutate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// Known is the result of a run of a scenario with a mutant. Its key is the content of everything that it depends on, so that it
// stays valid until any of that changes.
type Known struct {
	Key    string  `json:"key"`
	Ending Ending  `json:"ending"` // Passed, Failed, Refused or Same; the others say nothing
	Passes int     `json:"passes,omitempty"`
	Notice *Notice `json:"notice,omitempty"`
	Step   int     `json:"step,omitempty"` // the number of the step that noticed
	Why    string  `json:"why,omitempty"`
	Base   Outcome `json:"base,omitzero"` // of an unmodified run
}

// Memory stores known results.
type Memory interface {
	// Get returns the known result for a key.
	Get(key string) (Known, bool)
	// Put stores a result.
	Put(k Known) error
	// Close closes the memory.
	Close() error
}

// keyOf returns the key of a scenario with a mutant, or of the unmodified scenario: a hash of its steps, of the text of all its
// manifests, and of the versions of everything that runs it.
func (r *runner) keyOf(c *Case, mutant *Mutant) string {
	h := sha256.New()
	add := func(text string) { fmt.Fprintf(h, "%d:%s", len(text), text) }
	for _, v := range append([]string{r.bench.Cluster()}, r.options.Versions...) {
		add(v)
	}
	add(c.Pickle.Name)
	for _, tag := range c.Pickle.Tags {
		add(tag)
	}
	for _, s := range c.Pickle.Steps {
		add(s.Keyword)
		add(s.Text)
		add(s.Argument.String())
	}
	add(fmt.Sprint(r.Suite.Plan.Values)) // printed in the order of their names
	if mutant != nil {
		add(mutant.change)
		add(mutant.Name)
		add(strings.Join(mutant.Related, " "))
	}
	for _, source := range c.Sources {
		add(source.Path)
		if mutant != nil && mutant.Source == source {
			add(string(mutant.Text))
		} else {
			add(string(source.Text))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// recall uses known results of the mutants, and returns the scenarios that still have to run with one.
func (r *runner) recall() map[*Case]bool {
	needed := map[*Case]bool{}
	for _, each := range r.Mutants {
		cases := r.own(each)
		for _, c := range cases {
			if k, known := r.options.Memory.Get(r.keyOf(c, each)); known {
				each.take(c, k.finding(c))
			}
		}
		if each.decided() {
			continue
		}
		for _, c := range cases {
			if each.passes([]*Case{c}) < rounds {
				needed[c] = true
			}
		}
	}
	return needed
}

// finding returns the result of the run, with the current line numbers of its scenario.
func (k Known) finding(c *Case) finding {
	f := finding{ending: k.Ending, why: k.Why, passes: k.Passes}
	if k.Notice != nil {
		n := *k.Notice
		n.Scenario, n.Name, n.Line = c.ID(), c.Pickle.Name, c.Pickle.Line
		if k.Step < len(c.Pickle.Steps) {
			n.Line = c.Pickle.Steps[k.Step].Line
		}
		f.notice, f.step = &n, k.Step
	}
	return f
}

// remember stores the result of a run.
func (r *runner) remember(c *Case, mutant *Mutant, f finding) {
	switch f.ending {
	case Passed, Failed, Refused, Same:
		r.put(Known{Key: r.keyOf(c, mutant), Ending: f.ending, Passes: mutant.passes([]*Case{c}), Notice: f.notice, Step: f.step, Why: f.why})
	case Infrastructure, NotRun, Unsound, Unfit: // no result, or quick to repeat
	}
}

func (m *Mutation) put(k Known) {
	if err := m.options.Memory.Put(k); err != nil {
		m.Note(err.Error())
	}
}

// forgetful stores nothing.
type forgetful struct{}

func (forgetful) Get(string) (Known, bool) { return Known{}, false }
func (forgetful) Put(Known) error          { return nil }
func (forgetful) Close() error             { return nil }

// Program identifies this executable: scenarios may have other results with another one. See also the command of this project's
// own suite, whose executable embeds the features.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// line returns the entry as a line of a file.
func (k Known) line() ([]byte, error) {
	text, err := json.Marshal(k)
	return append(text, '\n'), err
}
