package steps

import (
	"slices"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
)

// Steps that speak of fields. An absent field is met by null, [] and {}, and never by a value, so that a misspelt one would
// be met for nothing, or awaited in vain.
const (
	matchesStep   = "object-matches"
	fieldStep     = "object-field"
	absentStep    = "object-field-absent"
	unchangedStep = "object-field-unchanged"
)

// FieldFaults are the fields in a step that the kind it speaks of has not, and values below it that a field cannot have.
// Of custom resources nothing is known.
func FieldFaults(m *step.Match, uri string, arg step.Argument) []kube.Fault {
	faultsIn := fieldsIn(m, uri, arg)
	if faultsIn == nil {
		return nil
	}
	var faults []kube.Fault
	for i, form := range formsOf(valueOf(m, "kind")) {
		found := faultsIn(form)
		if i == 0 || len(found) < len(faults) { // an event is a kind of two groups
			faults = found
		}
	}
	return faults
}

// fieldsIn looks at the fields of a step; nil for steps that speak of none.
func fieldsIn(m *step.Match, uri string, arg step.Argument) func(*kube.Form) []kube.Fault {
	switch m.Def.Name {
	case matchesStep:
		if arg.DocString == nil {
			return nil
		}
		if part, err := partOf(uri, *arg.DocString); err == nil { // checked before, by checkYAML
			return func(f *kube.Form) []kube.Fault { return f.PartFaults(part) }
		}
	case fieldStep, absentStep:
		if path, err := kube.ParseJSONPath(unquote(valueOf(m, "jsonpath"))); err == nil {
			return func(f *kube.Form) []kube.Fault { return f.PathFaults(path) }
		}
	case unchangedStep:
		return func(f *kube.Form) []kube.Fault { return f.DottedFaults(unquote(valueOf(m, "text"))) }
	}
	return nil
}

// valueOf is the first value of a type in a step, as written.
func valueOf(m *step.Match, kind string) string {
	for _, v := range m.Values() {
		if v.Type == kind {
			return v.Text
		}
	}
	return ""
}

// formsOf are the forms of the kinds of Kubernetes that a word means.
func formsOf(word string) []*kube.Form {
	var forms []*kube.Form
	for _, k := range slices.Concat(apps, otherKinds) {
		if !k.called(word) {
			continue
		}
		if form := kube.FormOf(k.group, k.singular); form != nil {
			forms = append(forms, form)
		}
	}
	return forms
}
