package steps

import (
	"context"
	"strings"

	"github.com/gherkind/gherkind/steps/kube"
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
	return kube.ParseManifest(uri, []byte(strings.Repeat("\n", doc.Line)+doc.Text))
}
