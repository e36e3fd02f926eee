package world

import (
	"context"
	"strconv"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// generate creates an object with generateName. Steps refer to the last one by its generateName, and to each by this name with
// its number: "import-2" is the second.
func (w *World) generate(ctx context.Context, to *kube.Writer, kind kube.Kind, obj *unstructured.Unstructured) error {
	if !kind.Namespaced {
		w.label(obj)
	}
	if err := w.releaseGeneratedFinalizers(ctx, kind, obj); err != nil {
		return err
	}
	made, err := to.Generate(ctx, obj)
	if lost(err) && !kind.Namespaced {
		w.deleteAllAtEnd(kind)
	}
	if err != nil {
		return err
	}
	ref := kube.Ref{Kind: kind, Namespace: made.GetNamespace(), Name: made.GetName()}
	if !kind.Namespaced {
		w.madeShared(ref, made, nil)
	}
	w.warnOfStatus(ref, obj, made)
	w.remember(kind, ref.Namespace, ref.Name)
	w.number(obj.GetGenerateName(), ref)
	if alias := w.applied[key(kind, ref.Name)]; alias != "" {
		w.number(alias+"/"+obj.GetGenerateName(), ref)
	}
	return nil
}

// number gives an object the name of its generateName and the next number.
func (w *World) number(name string, ref kube.Ref) {
	w.called[key(ref.Kind, name)] = ref
	for n := 1; ; n++ {
		numbered := key(ref.Kind, name+strconv.Itoa(n))
		if _, taken := w.called[numbered]; !taken {
			w.called[numbered] = ref
			return
		}
	}
}

// warnOfStatus warns if the API server has dropped the status in a manifest.
func (w *World) warnOfStatus(ref kube.Ref, sent, stored *unstructured.Unstructured) {
	status, ok := sent.Object["status"].(map[string]any)
	if !ok || equality.Semantic.DeepDerivative(status, stored.Object["status"]) {
		return
	}
	w.Warn("the status of %s was not stored: the API server takes it from the kind's controller only; "+
		"take it out of the manifest, as nothing here is proven by it", ref)
}
