package show

import (
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
)

// Failure is a failure in the structured formats, printable and cut to the limits. The keys are the labels of the block for
// people.
type Failure struct {
	Step     string   `json:"step,omitempty" yaml:"step,omitempty"` // with its keyword
	Line     int      `json:"line,omitempty" yaml:"line,omitempty"` // of the step
	Want     string   `json:"want,omitempty" yaml:"want,omitempty"`
	Saw      string   `json:"saw,omitempty" yaml:"saw,omitempty"`
	Code     string   `json:"code,omitempty" yaml:"code,omitempty"`
	Why      string   `json:"why,omitempty" yaml:"why,omitempty"`
	Evidence []string `json:"evidence,omitempty" yaml:"evidence,omitempty"`
	Hint     string   `json:"hint,omitempty" yaml:"hint,omitempty"`
	More     string   `json:"more,omitempty" yaml:"more,omitempty"`
}

// ShownFailure returns why an entry failed; nil if it did not fail, or nothing is known.
func (e Entry) ShownFailure() *Failure { return e.FailureIn(nil) }

// FailureIn is ShownFailure with its explanation in a language.
func (e Entry) FailureIn(l *say.Language) *Failure {
	if e.Stage != Ended {
		return nil
	}
	f := e.Reason()
	if f == nil {
		return nil
	}
	why, hint := f.InNamespaces(e.Namespaces).ExplainedIn(l)
	shown := &Failure{
		Want: Value(f.WantIn(l)), Saw: Value(l.Retell(saw(f))), Code: Attr(f.Code), Why: Value(why),
		Evidence: Items(f.EvidenceIn(l)), Hint: Attr(hint), More: Attr(f.More),
	}
	if step := e.FailedStep(); step != nil {
		shown.Step, shown.Line = Attr(step.Keyword+" "+step.Text), step.Line
	}
	return shown
}

// saw returns what was observed, or the error if there is nothing else.
func saw(f *explain.Failure) string {
	if f.Saw == "" && f.Why == "" && f.Err != nil {
		return f.Err.Error()
	}
	return f.Saw
}
