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

// FieldsOf returns the fields that a step mentions. The fields of custom resources are not known.
func FieldsOf(p *step.Planned) kube.Fields {
	fieldsIn := fieldsIn(p)
	if fieldsIn == nil {
		return kube.Fields{}
	}
	var fields kube.Fields
	for i, form := range formsOf(valueOf(p.Values(), "kind").Text) {
		found := fieldsIn(form)
		if i == 0 || len(found.Faults) < len(fields.Faults) { // events have two API groups, and so two forms
			fields = found
		}
	}
	return fields
}

// fieldsIn returns how to find the fields that a step mentions, nil if it mentions none.
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

// valueOf returns the first value with this placeholder type.
func valueOf(values []step.Value, kind string) step.Value {
	i := slices.IndexFunc(values, func(v step.Value) bool { return v.Type == kind })
	if i < 0 {
		return step.Value{}
	}
	return values[i]
}

// formsOf returns the schemas of the built-in kinds with this name.
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

// ManifestsOf returns the manifests that a step applies: those among its values, the one below it, and those rendered from its
// chart.
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

// SaidIn returns the names and labels in a step, as written.
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

// WantsRefusal reports whether a step expects the API server to reject a manifest.
func WantsRefusal(m *step.Match) bool { return m.Def.Refused }

// CustomKindsIn returns the kinds in a step that are not built in, as written.
func CustomKindsIn(m *step.Match) []string {
	var custom []string
	for _, v := range m.Values() {
		if placeholder.IsKind(v.Type) && !kinds.BuiltIn(v.Text) {
			custom = append(custom, v.Text)
		}
	}
	return custom
}

// networkTools matches command lines that send requests over the network.
var networkTools = regexp.MustCompile(`\b(wget|curl|nc|ncat|telnet|ping|nslookup|dig|psql|mysql|redis-cli|grpcurl)\b|/dev/tcp/|https?://`)

// AsksNetwork reports whether a step sends something over the cluster network.
func AsksNetwork(m *step.Match) bool {
	return m.Def.Asks != step.AsksNothing || networkTools.MatchString(valueOf(m.Values(), "command").Text)
}

// AsksOutside reports whether a step sends requests to the cluster from outside.
func AsksOutside(m *step.Match) bool { return m.Def.Asks == step.AsksOutside }
