package steps

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/expression"
	"github.com/gherkind/gherkind/internal/kinds"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// FieldsOf are the fields that a step speaks of. Of custom resources nothing is known.
func FieldsOf(p *step.Planned) kube.Fields {
	fieldsIn := fieldsIn(p)
	if fieldsIn == nil {
		return kube.Fields{}
	}
	var fields kube.Fields
	for i, form := range formsOf(valueOf(p.Values(), "kind").Text) {
		found := fieldsIn(form)
		if i == 0 || len(found.Faults) < len(fields.Faults) { // an event is a kind of two groups
			fields = found
		}
	}
	return fields
}

// fieldsIn looks at the fields of a step; nil for steps that speak of none.
func fieldsIn(p *step.Planned) func(*kube.Form) kube.Fields {
	switch p.Def.Fields {
	case step.NoFields:
	case step.FieldsInDocString:
		if part, is := p.Below().(*kube.Part); is {
			return func(f *kube.Form) kube.Fields { return f.InPart(part) }
		}
		if patch, is := p.Below().(*kube.Patch); is && patch.Part != nil && !patch.Directives() {
			return func(f *kube.Form) kube.Fields { return f.InPart(patch.Part) }
		}
	case step.FieldsInPath:
		if path, is := valueOf(p.Values(), "jsonpath").Parsed.(kube.JSONPath); is {
			return func(f *kube.Form) kube.Fields { return f.InPath(path) }
		}
	case step.FieldsInExpression:
		for _, value := range p.Values() {
			if e, is := value.Parsed.(*expression.Expression); is {
				return func(f *kube.Form) kube.Fields { return f.InKeys(e.Fields()) }
			}
		}
	case step.FieldsInText:
		return func(f *kube.Form) kube.Fields {
			return f.InDotted(placeholder.Unquote(valueOf(p.Values(), "text").Text))
		}
	}
	return nil
}

// valueOf is the first value of a type in a step.
func valueOf(values []step.Value, kind string) step.Value {
	i := slices.IndexFunc(values, func(v step.Value) bool { return v.Type == kind })
	if i < 0 {
		return step.Value{}
	}
	return values[i]
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

// ManifestsOf returns the manifests that a step applies: those among its values, the one that stands below it, and those that its
// chart is rendered to.
func ManifestsOf(p *step.Planned) []*kube.Manifest {
	var manifests []*kube.Manifest
	if use, is := ChartOf(p); is {
		if set, err := use.Planned(); err == nil && set != nil {
			return set.All()
		}
	}
	for _, arg := range p.Args() {
		if manifest, ok := arg.(*kube.Manifest); ok {
			manifests = append(manifests, manifest)
		}
	}
	return manifests
}

// SaidIn are the names and labels in a step, as written.
func SaidIn(p *step.Planned) []string {
	var said []string
	for _, value := range p.Values() {
		text := placeholder.Unquote(value.Text)
		switch value.Type {
		case "name":
			_, bare, qualified := strings.Cut(text, "/")
			if !qualified {
				bare = text
			}
			said = append(said, bare)
		case "selector":
			if selector, is := value.Parsed.(labels.Selector); is {
				said = append(said, assert.MissingLabels(selector, nil)...)
			}
		case "moment":
			if moment, is := value.Parsed.(world.Reference); is {
				said = append(said, moment.Name)
			}
		case "label":
			said = append(said, text)
		}
	}
	return said
}

// WantsRefusal reports whether a step is met by a manifest that the API server refuses.
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
	return m.Def.Asks != step.AsksNothing || networkTools.MatchString(valueOf(m.Values(), "command").Text)
}

// AsksOutside tells of a step that sends requests to the cluster from outside.
func AsksOutside(m *step.Match) bool { return m.Def.Asks == step.AsksOutside }
