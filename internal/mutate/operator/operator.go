package operator

// Operator breaks a manifest in one way.
type Operator struct {
	Name    string   // stable, in kebab-case: "probe-removed"
	Doc     string   // what it changes, in one sentence
	Attacks string   // the behaviour that it removes, in one sentence
	Kinds   []string // the kinds to which it applies; nil: any
	Weight  int      // how valuable it is: with a budget, the highest run first
	Example Example
	Find    func(obj *Object) []Change
}

// Example shows an operator's effect.
type Example struct {
	Manifest string
	Mutants  []string // for each mutant its description and, on the following lines, what [Mutant.Diff] shows
}

// Change is one mutant of an object.
type Change struct {
	Edits  []Edit
	Says   string // `liveness probe of container "web" removed`
	Assert string // a step that would notice it; "" if there is none
	Path   []any  // where in the object: reports show the line
}

// Op is the kind of an edit.
type Op int

// The kinds of edits.
const (
	Remove Op = iota // removes a field or list item; with an empty path, the object
	Set              // replaces an existing value
	Add              // adds a field, or inserts an item before the one with its index
)

// Edit is one edit of an object. A path consists of field names and list indexes.
type Edit struct {
	Of    *Object // nil: the object that was passed to the operator
	Path  []any
	Op    Op
	Value any // a [Value] is copied as it is written
}

// looksAt reports whether the operator applies to a kind.
func (o Operator) looksAt(kind string) bool {
	if o.Kinds == nil {
		return true
	}
	for _, k := range o.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}
