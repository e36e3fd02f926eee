package steps

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func applyInline(ctx context.Context, w *world.World, doc step.DocString) error {
	m, err := inlineManifest(w.Scenario.URI, doc)
	if err != nil {
		return err
	}
	return applyManifest(ctx, w, m)
}

// checkInline reads the YAML below a step before anything is run.
func checkInline(arg step.Argument, at step.Place) error {
	_, err := inlineManifest(at.URI, *arg.DocString)
	return err
}

// inlineManifest reads YAML that stands in a feature. The empty lines in front
// make its line numbers those of the feature file.
func inlineManifest(uri string, doc step.DocString) (*kube.Manifest, error) {
	return kube.ParseManifest(uri, []byte(strings.Repeat("\n", doc.Line)+yamlOf(doc)))
}

// yamlOf is the text of a doc string as a file would have it. Gherkin leaves away the end of its last line, which a
// block that stands there would lack.
func yamlOf(doc step.DocString) string { return doc.Text + "\n" }

// ManifestsOf returns the manifests that a step applies: those among its
// values, and the one that stands below it.
func ManifestsOf(m *step.Match, values []any, uri string, arg step.Argument) []*kube.Manifest {
	var manifests []*kube.Manifest
	for _, value := range values {
		if manifest, ok := value.(*kube.Manifest); ok {
			manifests = append(manifests, manifest)
		}
	}
	if m.Def.Name == inlineStep && arg.DocString != nil {
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
		text := unquote(value.Text)
		switch value.Type {
		case "name":
			_, bare, qualified := strings.Cut(text, "/")
			if !qualified {
				bare = text
			}
			said = append(said, bare)
		case "selector":
			if selector, err := labels.Parse(text); err == nil {
				said = append(said, missingLabels(selector, nil)...)
			}
		case "moment":
			if moment, err := parseMoment(value.Text, step.Place{}); err == nil {
				said = append(said, moment.(Moment).Name)
			}
		case "label":
			said = append(said, text)
		}
	}
	return said
}

// WantsRefusal tells whether a step is met by a manifest that the API server refuses.
func WantsRefusal(m *step.Match) bool { return m.Def.Name == refusedStep }

// refusedStep is the name of the step that expects a manifest to be refused.
const refusedStep = "manifest-rejected"

// inlineStep is the name of the step whose doc string is a manifest.
const inlineStep = "inline-manifest-applied"
