package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/release"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// rendered renders a chart with the capabilities of the cluster.
func rendered(ctx context.Context, w *world.World, use release.Use, namespace string, revision int) (*release.Set, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	version, apis, err := w.Run.Client.Capabilities(ctx)
	if err != nil {
		return nil, w.Decided(err)
	}
	return use.Render(namespace, revision, chart.Capabilities{Kubernetes: version, APIs: apis})
}

// deployment is one revision of a release that is being deployed.
type deployment struct {
	namespace, name string
	number          int
	set             *release.Set
	before, after   chart.Event
	last            []kube.Ref // objects of the previous revision
}

// deploy runs the pre-hooks, applies the objects, deletes those of the previous revision that are no longer in the chart, and
// runs the post-hooks.
func deploy(ctx context.Context, w *world.World, d deployment) error {
	revision := world.Revision{Number: d.number, Set: d.set, Failed: true, Objects: d.last}
	err := d.run(ctx, w, &revision)
	revision.Failed = err != nil
	w.Revise(d.namespace, d.name, revision)
	return err
}

func (d deployment) run(ctx context.Context, w *world.World, revision *world.Revision) error {
	if err := runHooks(ctx, w, d.set, d.before); err != nil {
		return err
	}
	_, stay, err := d.objects(ctx, w)
	if err != nil {
		return err
	}
	revision.Objects = append(without(d.last, stay), stay...) // saved before the objects are applied, so that a partial apply is covered
	if err := applyAll(ctx, w, d.set.Objects); err != nil {
		return err
	}
	now, stay, err := d.objects(ctx, w) // again, to include objects with generateName
	if err != nil {
		return err
	}
	for _, ref := range without(d.last, now) {
		if err := w.Remove(ctx, ref); err != nil {
			return fmt.Errorf("delete what the release does not have any more: %w", err)
		}
	}
	revision.Objects = stay
	if w.Scenario.SetUp != nil && len(d.set.At(d.after)) > 0 {
		// As `helm --wait` does: post-install hooks may query what was installed.
		if err := allReady(ctx, w, now, step.Ending{Within: w.EntryWithin(hookWithin)}); err != nil {
			return err
		}
	}
	return runHooks(ctx, w, d.set, d.after)
}

// objects returns the objects of the revision; its are those that are deleted when a later revision no longer has them.
func (d deployment) objects(ctx context.Context, w *world.World) (all, its []kube.Ref, err error) {
	for _, m := range d.set.Objects {
		refs, err := w.Means(ctx, m)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, refs...)
		if !kept(m) {
			its = append(its, refs...)
		}
	}
	return all, its, nil
}

// without returns the objects of all that are not in others. The API version does not matter: a chart may change it.
func without(all, others []kube.Ref) []kube.Ref {
	return slices.DeleteFunc(slices.Clone(all), func(ref kube.Ref) bool {
		return slices.ContainsFunc(others, func(other kube.Ref) bool {
			return other.Name == ref.Name && other.Namespace == ref.Namespace && other.Kind.GVR.GroupResource() == ref.Kind.GVR.GroupResource()
		})
	})
}

// kept reports whether the objects have the resource policy "keep", so Helm never deletes them.
func kept(m *kube.Manifest) bool {
	return slices.ContainsFunc(m.Docs, func(d kube.Document) bool { return d.Object.GetAnnotations()["helm.sh/resource-policy"] == "keep" })
}

func applyAll(ctx context.Context, w *world.World, manifests []*kube.Manifest) error {
	for _, m := range manifests {
		if err := applyManifest(ctx, w, m); err != nil {
			return err
		}
	}
	return nil
}

// theRelease returns a release that the scenario has installed.
func theRelease(ctx context.Context, w *world.World, name string) (*world.Release, error) {
	namespace, err := w.Namespace(ctx, "")
	if err != nil {
		return nil, err
	}
	if installed := w.Release(namespace, name); installed != nil {
		return installed, nil
	}
	if names := w.Releases(); len(names) > 0 {
		return nil, fmt.Errorf("this scenario has not installed a release %q: it has %s", name, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("this scenario has not installed a release %q: write the step that installs the chart before this one", name)
}
