package steps

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func manifestSteps() step.Group {
	return step.Group{
		Name: "manifest", Title: "Manifests", Doc: "Bring objects into the cluster, and take them away again.",
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
				Name:    inlineStep,
				Acts:    true,
				Pattern: `this manifest is applied:`,
				Doc:     "Applies the YAML of the doc string below the step, as a manifest file would be.",
				Example: `Given this manifest is applied:
  """
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  """`,
				Run:   applyInline,
				Check: checkInline,
			},
			{
				Name:    refusedStep,
				Acts:    true,
				Pattern: `applying the manifest {manifest} is rejected with {text}`,
				Doc:     "Applies the file and expects the API server to refuse it with an error that contains the text.",
				Example: `Then applying the manifest "pods/invalid.yaml" is rejected with "must be less than or equal to"`,
				Run:     applyRejected,
			},
			{
				Name:    "object-deleted",
				Acts:    true,
				Pattern: `{kind} {name} is deleted`,
				Doc:     "Asks for the deletion of one object, which must be there, or is still to come within a minute. It does not wait until the object is gone; say so with `does not exist`.",
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
	warnOfPolicies(ctx, w, m)
	return nil
}

func deleteObject(ctx context.Context, w *world.World, kind, name string) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return onceThere(ctx, w, ref, func(ctx context.Context) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			found, err := to.Delete(ctx, ref)
			if err == nil && !found {
				err = fmt.Errorf("delete %s: %w", ref, errAbsent)
			}
			return err
		})
	})
}
