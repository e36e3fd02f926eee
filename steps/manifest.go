package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func manifestSteps() step.Group {
	return step.Group{
		Name: "manifest", Title: "Manifests", Doc: "Create objects in the cluster, and delete them.",
		Defs: []step.Def{
			{
				Name:    "manifest-applied",
				Acts:    true,
				Pattern: `(the )manifest {manifest} is applied`,
				Doc: "Applies every document of the file by server-side apply. Each namespace that the file names becomes " +
					"a namespace of this scenario alone; image names are mapped to those of this cluster.",
				Example: `When the manifest "containers/myapp.yaml" is applied`,
				Run:     applyManifest,
			},
			{
				Name:    "inline-manifest-applied",
				Acts:    true,
				Pattern: `this manifest is applied:`,
				Doc:     "Applies the YAML in the doc string, like a manifest file.",
				Example: `Given this manifest is applied:
  """
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  """`,
				Run:      applyManifest,
				ParseDoc: parseInline,
			},
			{
				Name:    "kustomization-applied",
				Acts:    true,
				Pattern: `(the )kustomization {kustomization} is applied`,
				Doc: "Builds the kustomization of the folder, as kubectl kustomize does, and applies its objects like those of a manifest. Nothing is " +
					"downloaded: bases and components are folders of the project.",
				Example: `When the kustomization "overlays/ci" is applied`,
				Run:     applyManifest,
			},
			{
				Name:    "manifest-rejected",
				Refused: true,
				Acts:    true,
				Pattern: `applying the manifest {manifest} is rejected with {part}`,
				Doc:     "Applies the file and expects the API server to reject it with an error that contains the text.",
				Example: `Then applying the manifest "pods/invalid.yaml" is rejected with "must be less than or equal to"`,
				Run:     applyRejected,
			},
			{
				Name:    "objects-created",
				Acts:    true,
				Pattern: `the objects of manifest {manifest} are created`,
				Doc:     "Like `the manifest … is applied`, but none of the objects may exist yet, as with kubectl create.",
				Example: `When the objects of manifest "containers/mydb.yaml" are created`,
				Run:     createManifest,
			},
			{
				Name:    "creation-rejected",
				Refused: true,
				Acts:    true,
				Pattern: `creating the objects of manifest {manifest} is rejected with {text}`,
				Doc: "Creates the objects of the file and expects the API server to reject one with an error that contains the text, for example because it " +
					"already exists.",
				Example: `Then creating the objects of manifest "containers/mydb.yaml" is rejected with "already exists"`,
				Run:     createRejected,
			},
			{
				Name:    "object-deleted",
				Rights:  rightsToDelete,
				Acts:    true,
				Pattern: `{kind} {name} is deleted`,
				Doc:     "Deletes one object; if it does not exist yet, the step waits for it for up to a minute. It does not wait until the object is gone: use `does not exist` for that.",
				Example: `When service "mydb" is deleted`,
				Run:     deleteObject,
			},
		},
	}
}

func applyManifest(ctx context.Context, w *world.World, m *kube.Manifest) error {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	if err := w.Apply(ctx, m); err != nil {
		return err
	}
	assert.WarnOfPolicies(ctx, w, m)
	return nil
}

func createManifest(ctx context.Context, w *world.World, m *kube.Manifest) error {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	if err := w.Create(ctx, m); err != nil {
		return err
	}
	assert.WarnOfPolicies(ctx, w, m)
	return nil
}

// createRejected is applyRejected for a step that creates the objects.
func createRejected(ctx context.Context, w *world.World, m *kube.Manifest, text string) error {
	return mustBeRefused(m, text, createManifest(ctx, w, m))
}

func mustBeRefused(m *kube.Manifest, text string, err error) error {
	refused, is := errors.AsType[*kube.ApplyError](err)
	switch {
	case err == nil:
		return fmt.Errorf("%s was accepted, yet it should have been rejected with %q", m.Path, text)
	case !is:
		return err
	case !refused.Says(text):
		return fmt.Errorf("it was rejected, but the message does not contain %q: %w", text, err)
	}
	return nil
}

func deleteObject(ctx context.Context, w *world.World, object world.ObjectRef) error {
	return assert.OnceThere(ctx, w, object.Ref, func(ctx context.Context) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			found, err := to.Delete(ctx, object.Ref)
			if err == nil && !found {
				err = fmt.Errorf("delete %s: %w", object.Ref, assert.ErrAbsent)
			}
			return err
		})
	})
}

// parseInline parses the YAML below a step when the feature is loaded.
func parseInline(doc step.DocString, at step.Place) (any, error) { return inlineManifest(at.URI, doc) }

// inlineManifest parses YAML in a feature. The empty lines at the front make its line numbers match those of the feature file.
func inlineManifest(uri string, doc step.DocString) (*kube.Manifest, error) {
	return kube.ParseManifest(uri, []byte(strings.Repeat("\n", doc.Line)+yamlOf(doc)))
}

// applyRejected is met only if the API server rejects the manifest. An unreadable manifest or an API server that does not
// answer is a failure.
func applyRejected(ctx context.Context, w *world.World, m *kube.Manifest, text string) error {
	err := applyManifest(ctx, w, m)
	if err == nil {
		return fmt.Errorf("%s was accepted, yet it should have been rejected with %q", m.Path, text)
	}
	var refused *kube.ApplyError
	if !errors.As(err, &refused) {
		return err
	}
	if !refused.Says(text) {
		return fmt.Errorf("it was rejected, but the message does not contain %q: %w", text, err)
	}
	return nil
}

// yamlOf returns the text of a doc string with the line break that Gherkin removes from its end: a YAML block scalar there
// would lack it.
func yamlOf(doc step.DocString) string { return doc.Text + "\n" }
