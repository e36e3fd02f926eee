package steps

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
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
	switch m.Def.Fields {
	case step.NoFields:
	case step.FieldsInDocString:
		if arg.DocString == nil {
			return nil
		}
		if part, err := partOf(uri, *arg.DocString); err == nil { // checked before, by checkYAML
			return func(f *kube.Form) []kube.Fault { return f.PartFaults(part) }
		}
	case step.FieldsInPath:
		if path, err := kube.ParseJSONPath(placeholder.Unquote(valueOf(m, "jsonpath"))); err == nil {
			return func(f *kube.Form) []kube.Fault { return f.PathFaults(path) }
		}
	case step.FieldsInText:
		return func(f *kube.Form) []kube.Fault { return f.DottedFaults(placeholder.Unquote(valueOf(m, "text"))) }
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
	for _, k := range slices.Concat(kinds.PodOwners, kinds.Others) {
		if !k.Called(word) {
			continue
		}
		if form := kube.FormOf(k.Group, k.Singular); form != nil {
			forms = append(forms, form)
		}
	}
	return forms
}

// ManifestsOf returns the manifests that a step applies: those among its
// values, and the one that stands below it.
func ManifestsOf(m *step.Match, values []any, uri string, arg step.Argument) []*kube.Manifest {
	var manifests []*kube.Manifest
	for _, value := range values {
		if manifest, ok := value.(*kube.Manifest); ok {
			manifests = append(manifests, manifest)
		}
	}
	if m.Def.Manifest && arg.DocString != nil {
		if manifest, err := inlineManifest(uri, *arg.DocString); err == nil { // checked before, by checkInline
			manifests = append(manifests, manifest)
		}
	}
	return manifests
}

// SaidIn are the names and labels in a step, as written.
func SaidIn(m *step.Match) []string {
	var said []string
	for _, value := range m.Values() {
		text := placeholder.Unquote(value.Text)
		switch value.Type {
		case "name":
			_, bare, qualified := strings.Cut(text, "/")
			if !qualified {
				bare = text
			}
			said = append(said, bare)
		case "selector":
			if selector, err := labels.Parse(text); err == nil {
				said = append(said, assert.MissingLabels(selector, nil)...)
			}
		case "moment":
			if moment, err := placeholder.ParseMoment(value.Text, step.Place{}); err == nil {
				said = append(said, moment.(world.Reference).Name)
			}
		case "label":
			said = append(said, text)
		}
	}
	return said
}

// WantsRefusal tells whether a step is met by a manifest that the API server refuses.
func WantsRefusal(m *step.Match) bool { return m.Def.Refused }

// CustomKindsIn are the kinds in a step that are none of Kubernetes, as written.
func CustomKindsIn(m *step.Match) []string {
	var custom []string
	for _, v := range m.Values() {
		if placeholder.IsKind(v.Type) && !kinds.BuiltIn(v.Text) {
			custom = append(custom, v.Text)
		}
	}
	return custom
}

// networkTools are what a command line asks over the network with.
var networkTools = regexp.MustCompile(`\b(wget|curl|nc|ncat|telnet|ping|nslookup|dig|psql|mysql|redis-cli|grpcurl)\b|/dev/tcp/|https?://`)

// AsksNetwork tells of a step that asks something over the cluster's network.
func AsksNetwork(m *step.Match) bool {
	return m.Def.Asks != step.AsksNothing || networkTools.MatchString(valueOf(m, "command"))
}

// AsksOutside tells of a step that sends requests to the cluster from outside.
func AsksOutside(m *step.Match) bool { return m.Def.Asks == step.AsksOutside }
