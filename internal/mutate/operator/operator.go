package operator

// Operator breaks a manifest in one way.
type Operator struct {
	Name    string   // stable, in kebab-case: "probe-removed"
	Doc     string   // what it changes, one sentence
	Attacks string   // the behaviour that it attacks, one sentence
	Kinds   []string // the kinds that it looks at; nil: any
	Weight  int      // how telling it is: with a budget the highest are run first
	Example Example
	Find    func(obj *Object) []Change
}

// Example shows an operator at work.
type Example struct {
	Manifest string
	Mutants  []string // for each, what the change says and, in the lines below it, what [Mutant.Diff] shows
}

// Change is one mutant of an object.
type Change struct {
	Edits  []Edit
	Says   string // `liveness probe of container "web" removed`
	Assert string // a step that would notice it; "" when none comes to mind
	Path   []any  // where in the object: reports point at the line
}

// Op is what an edit does.
type Op int

// The ways to edit.
const (
	Remove Op = iota // the field or the item of a list; with an empty path, the object
	Set              // another value in place of the one that is there
	Add              // a field that is not there, or an item of a list, before the one that has its number
)

// Edit is one edit of an object. A path consists of the names of fields and the numbers of items.
type Edit struct {
	Of    *Object // nil: the object that the operator looks at
	Path  []any
	Op    Op
	Value any // a [Value] is copied as it is written
}

// looksAt reports whether the operator is for objects of a kind.
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
