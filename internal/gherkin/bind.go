package gherkin

import (
	"errors"
	"io/fs"

	"github.com/gherkind/gherkind/internal/values"
	"github.com/gherkind/gherkind/steps/step"
)

// Matcher finds the definition of a step, as a [step.Catalogue] does.
type Matcher interface {
	MatchAs(role step.Role, text string, arg step.HasArgument) (*step.Match, error)
}

// Bind finds the definition of every step of the features, and parses its values and its argument. That is done once: the
// result is stored in the step, for [Lint], [Execute] and all others. fsys is passed to the parsers of values, together with
// additional folders in which manifests are searched; a file that several steps name is read once.
func Bind(features []*Feature, m Matcher, fsys fs.FS, manifests ...string) {
	BindAt(features, m, step.Place{FS: fsys, Manifests: manifests})
}

// BindAt is Bind, and fills the Values of the place, and those of earlier steps of a scenario, into the steps.
func BindAt(features []*Feature, m Matcher, at step.Place) {
	b := binder{matcher: m, at: at, memos: map[string]*step.Memo{}, matches: map[matchKey]bound{}, bound: map[stepKey]bound{}}
	for _, f := range features {
		for _, p := range f.Pickles {
			now := Values{Known: at.Values}
			for i := range p.Steps {
				s := &p.Steps[i]
				s.Given = now
				now.fill(s)
				s.bound = b.bind(p, *s)
				if s.bound.planned != nil {
					now = now.with(s.bound.planned)
				}
			}
		}
	}
}

// bound is the result for a step.
type bound struct {
	match   *step.Match
	planned *step.Planned // nil if there is an error
	err     error         // no definition matches, or several do, or not with the step's argument
}

// Match returns the definition of the step with its values, as found by [Bind]. The error is that of [step.Catalogue.Match].
// Problems with the values are in [step.Planned.Problems].
func (s Step) Match() (*step.Planned, error) {
	if s.bound == (bound{}) {
		return nil, errUnbound
	}
	return s.bound.planned, s.bound.err
}

var errUnbound = errors.New("the definition of this step was not looked up; this is a bug in gherkind")

// binder caches its results: most texts occur many times, and a step of a background is in every pickle.
type binder struct {
	matcher Matcher
	at      step.Place
	memos   map[string]*step.Memo // by the values that are filled into files
	matches map[matchKey]bound
	bound   map[stepKey]bound
}

// matchKey is everything that determines the definition of a step.
type matchKey struct {
	role step.Role
	text string
	arg  step.HasArgument
}

// stepKey is a line with its values and argument.
type stepKey struct {
	uri       string
	line      int
	role      step.Role
	text, arg string
	values    string
}

func keyOf(p *Pickle, s Step) stepKey {
	return stepKey{p.URI, s.Line, s.Role, s.Text, s.Argument.String(), values.Key(s.Given.Known)}
}

func (b *binder) bind(p *Pickle, s Step) bound {
	key := keyOf(p, s)
	if found, known := b.bound[key]; known {
		return found
	}
	found := b.match(s)
	if found.err == nil {
		at := b.at
		at.URI, at.Line, at.Values = p.URI, s.Line, s.Given.Known
		at.Memo = b.memo(s.Given)
		found.planned = found.match.Plan(s.Argument, at)
	}
	b.bound[key] = found
	return found
}

// memo returns the cache of files that were read with the same values.
func (b *binder) memo(v Values) *step.Memo {
	key := values.Key(v.Known)
	if b.memos[key] == nil {
		b.memos[key] = new(step.Memo)
	}
	return b.memos[key]
}

func (b *binder) match(s Step) bound {
	key := matchKey{s.Role, s.Text, s.Argument.Kind()}
	found, known := b.matches[key]
	if !known {
		found.match, found.err = b.matcher.MatchAs(s.Role, s.Text, key.arg)
		b.matches[key] = found
	}
	return found
}
