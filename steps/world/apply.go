package world

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// dependents are the kinds that controllers create for an applied object. They are watched before the object is applied, so
// that the timeline is complete.
var dependents = map[schema.GroupKind][]schema.GroupVersionKind{
	{Group: "apps", Kind: "Deployment"}:           {{Group: "apps", Version: "v1", Kind: "ReplicaSet"}},
	{Group: "batch", Kind: "CronJob"}:             {{Group: "batch", Version: "v1", Kind: "Job"}},
	{Group: "networking.k8s.io", Kind: "Ingress"}: {{Version: "v1", Kind: "Service"}},
	{Kind: "Service"}:                             {{Group: "discovery.k8s.io", Version: "v1", Kind: "EndpointSlice"}},
}

// Apply applies every document of a manifest with server-side apply, in the order of the file, but CustomResourceDefinitions
// first. Namespaces are replaced with the scenario's own, images with those of the image catalogue. An error begins with the
// file and line of its document; it is a *kube.ApplyError if the API server rejected the document.
func (w *World) Apply(ctx context.Context, m *kube.Manifest) error {
	if w.Scenario.SetUp != nil {
		return w.bring(ctx, m, w.installed)
	}
	return w.bring(ctx, m, w.applyTo)
}

// Create is Apply for objects that must not exist yet. The API server rejects existing ones with a *kube.ApplyError.
func (w *World) Create(ctx context.Context, m *kube.Manifest) error {
	return w.bring(ctx, m, w.createAt)
}

// put writes one object of a manifest to the cluster, and returns it as stored.
type put func(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error)

func (w *World) bring(ctx context.Context, m *kube.Manifest, by put) error {
	for _, part := range enforcedFirst(definitionsFirst(m.Docs)) {
		err := w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			for _, doc := range part {
				if err := w.bringDocument(ctx, to, doc, by); err != nil {
					return fmt.Errorf("%s: document %d: %w", m.At(doc), doc.Index, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func definitionsFirst(docs []kube.Document) []kube.Document {
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b kube.Document) int {
		switch {
		case a.DefinesKind() == b.DefinesKind():
			return 0
		case a.DefinesKind():
			return -1
		}
		return 1
	})
	return docs
}

func (w *World) bringDocument(ctx context.Context, to *kube.Writer, doc kube.Document, by put) error {
	if doc.DeclaresNamespace() {
		return w.declare(ctx, to, doc.Object)
	}
	kind, err := w.Run.Client.Kind(ctx, doc.Object.GroupVersionKind())
	if err != nil {
		return err
	}
	doc, err = doc.Render(kube.Rewriter{
		Namespaced: kind.Namespaced,
		Namespace:  func(alias string) (string, error) { return w.Namespace(ctx, alias) },
		Own:        func(alias string) (string, bool, error) { return w.own(ctx, alias) },
		Image:      w.Run.Image,
		Node:       w.node,
	})
	if err != nil {
		return err
	}
	if err := w.watchWith(ctx, kind); err != nil {
		return err
	}
	if w.Scenario.SetUp == nil { // a set-up records each object itself
		if err := w.Run.sweepLater(ctx, kind, ""); err != nil {
			return err
		}
	}
	return w.bringObject(ctx, to, kind, doc.Object, by)
}

// node returns the name of the Node object for a short name in a manifest.
func (w *World) node(short string) string {
	if w.Run.Nodes == nil {
		return short
	}
	full, err := w.Run.Nodes.Resolve(short)
	if err != nil {
		return short // the manifest may mean a node that does not exist
	}
	return full
}

func (w *World) bringObject(ctx context.Context, to *kube.Writer, kind kube.Kind, obj *unstructured.Unstructured, by put) error {
	ref := kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
	switch {
	case w.Scenario.SetUp != nil && ref.Name == "":
		return fmt.Errorf("%s %s has a generateName, and the objects of a set-up have names, so that the next run finds them: give it one", kind, obj.GetGenerateName())
	case w.Scenario.SetUp != nil:
	case ref.Name == "":
		if err := w.releaseTemplateFinalizers(ctx, obj); err != nil {
			return err
		}
		return w.generate(ctx, to, kind, obj)
	default:
		if err := errors.Join(w.releaseTemplateFinalizers(ctx, obj), w.releaseFinalizers(ctx, ref, obj)); err != nil {
			return err
		}
	}
	applied, err := by(ctx, to, ref, obj)
	if err != nil {
		return err
	}
	w.warnOfStatus(ref, obj, applied)
	w.remember(kind, ref.Namespace, ref.Name)
	if (kube.Document{Object: obj}).DefinesKind() {
		return w.awaitEstablished(ctx, ref)
	}
	return nil
}

func (w *World) applyTo(ctx context.Context, to *kube.Writer, ref kube.Ref, obj *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if ref.Kind.Namespaced {
		return to.Apply(ctx, obj)
	}
	return w.applyShared(ctx, to, ref, obj)
}

func (w *World) watchWith(ctx context.Context, kind kube.Kind) error {
	kinds := []kube.Kind{kind}
	for _, gvk := range dependents[kind.GVK.GroupKind()] {
		dependent, err := w.Run.Client.Kind(ctx, gvk)
		if err != nil {
			return fmt.Errorf("look up kind %s: %w", gvk.Kind, err)
		}
		kinds = append(kinds, dependent)
	}
	return w.Watch(ctx, kinds...)
}
