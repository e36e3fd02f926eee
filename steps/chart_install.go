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

// rendered is a chart as it is rendered for the cluster.
func rendered(ctx context.Context, w *world.World, use release.Use, namespace string, revision int) (*release.Set, error) {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	version, apis, err := w.Run.Client.Capabilities(ctx)
	if err != nil {
		return nil, w.Decided(err)
	}
	return use.Render(namespace, revision, chart.Capabilities{Kubernetes: version, APIs: apis})
}

// deployment is what brings a revision of a release into the cluster.
type deployment struct {
	namespace, name string
	number          int
	set             *release.Set
	before, after   chart.Event
	last            []kube.Ref // what the revision before had
}

// deploy runs the hooks before, applies the objects, deletes those that the revision before had beyond them, and runs the hooks after.
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
	revision.Objects = append(without(d.last, stay), stay...) // also of what is applied in part
	if err := applyAll(ctx, w, d.set.Objects); err != nil {
		return err
	}
	now, stay, err := d.objects(ctx, w) // also those whose names the server has made
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
		// As Helm does when it waits: hooks after an installation may ask what was installed.
		if err := allReady(ctx, w, now, step.Ending{Within: w.EntryWithin(hookWithin)}); err != nil {
			return err
		}
	}
	return runHooks(ctx, w, d.set, d.after)
}

// objects are those of the revision, and of them those that go when a later one does not have them.
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

// without are the objects that are not among others. An object is the same in whatever version of its API a chart writes it.
func without(all, others []kube.Ref) []kube.Ref {
	return slices.DeleteFunc(slices.Clone(all), func(ref kube.Ref) bool {
		return slices.ContainsFunc(others, func(other kube.Ref) bool {
			return other.Name == ref.Name && other.Namespace == ref.Namespace && other.Kind.GVR.GroupResource() == ref.Kind.GVR.GroupResource()
		})
	})
}

// kept tells of objects that stay in the cluster, whatever becomes of their release.
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

// theRelease is a release that the scenario has installed.
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
