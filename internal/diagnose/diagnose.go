// Package diagnose explains an object of a live cluster as a failed scenario would, but from its current state and without a
// scenario.
package diagnose

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/mask"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Object is what was found out about one object.
type Object struct {
	Ref      kube.Ref
	Status   string // of a pod, as kubectl get pods shows it; "" for any other kind
	Exists   bool
	Known    bool              // whether there are rules for its kind; without any, nothing can be said
	Findings []explain.Finding // the root cause first; empty if nothing is wrong
	Missing  []error           // what could not be read
}

// Subject identifies the object to explain.
type Subject struct{ Kind, Namespace, Name string }

// ParseSubject parses KIND/NAME, as kubectl accepts it.
func ParseSubject(text, namespace string) (Subject, error) {
	kind, name, ok := strings.Cut(text, "/")
	if !ok || kind == "" || name == "" || strings.Contains(name, "/") {
		return Subject{}, fmt.Errorf("%q names no object: write KIND/NAME, for example pod/web", text)
	}
	return Subject{Kind: kind, Namespace: namespace, Name: name}, nil
}

// Run reads the object and everything around it that an explanation may need. The error is that of [cluster.Connect], or a
// *kube.UnknownKindError.
func Run(ctx context.Context, o cluster.Options, s Subject) (*Object, error) {
	c, err := cluster.Connect(ctx, o)
	if err != nil {
		return nil, err
	}
	client, err := kube.New(c.Config)
	if err != nil {
		return nil, fmt.Errorf("make a client for cluster %s: %w", c.Name, err)
	}
	kind, err := client.KindByName(ctx, s.Kind)
	if err != nil {
		return nil, err
	}
	object := &Object{Ref: kube.Ref{Kind: kind, Name: s.Name}}
	if kind.Namespaced {
		object.Ref.Namespace = s.Namespace
	}
	facts, missing, err := around(ctx, client, object.Ref, s.Namespace)
	if err != nil {
		return nil, err
	}
	object.Missing = missing
	subject := explain.SubjectOf(kind.GVK, object.Ref.Namespace, s.Name)
	for _, obj := range facts.Objects {
		if explain.SubjectOf(obj.GroupVersionKind(), obj.GetNamespace(), obj.GetName()) == subject {
			object.Exists, object.Status = true, explain.StatusOf(obj)
		}
	}
	object.Findings, object.Known = explain.Why(facts, subject), explain.Knows(facts, subject)
	object.hideSecrets(ctx, client, s.Namespace)
	return object, nil
}

// hideSecrets removes the values of Secrets from the findings. They quote more than logs: termination messages of containers,
// and events with responses to probes.
func (o *Object) hideSecrets(ctx context.Context, client *kube.Client, namespace string) {
	if len(o.Findings) == 0 {
		return
	}
	hidden, err := secrets(ctx, client, namespace)
	if err != nil {
		o.Missing = append(o.Missing, fmt.Errorf("values of Secrets in it are not hidden: %w", err))
	}
	hide(o.Findings, hidden)
}

// secrets hides the values of the Secrets in a namespace: a pod may print one.
func secrets(ctx context.Context, client *kube.Client, namespace string) (*mask.Mask, error) {
	core := schema.GroupVersion{Version: "v1"}
	objects, err := client.List(ctx, kube.Kind{GVK: core.WithKind("Secret"), GVR: core.WithResource("secrets"), Namespaced: true}, namespace)
	return (*mask.Mask)(nil).With(objects...), err
}

func hide(findings []explain.Finding, hidden *mask.Mask) {
	for i := range findings {
		f := &findings[i]
		f.Sentence, f.Hint, f.Evidence = hidden.Text(f.Sentence), hidden.Text(f.Hint), slices.Clone(f.Evidence)
		for j, item := range f.Evidence {
			f.Evidence[j] = hidden.Text(item)
		}
	}
}

// around reads what an explanation of the object needs: the objects of its namespace, all objects of its kind, and the
// cluster-scoped objects that concern that kind.
func around(ctx context.Context, client *kube.Client, ref kube.Ref, namespace string) (explain.Facts, []error, error) {
	facts, missing := collect.Facts(ctx, client, namespace)
	have := func(obj *unstructured.Unstructured) bool { return obj.GroupVersionKind() == ref.Kind.GVK }
	if !slices.ContainsFunc(facts.Objects, have) {
		same, err := client.List(ctx, ref.Kind, ref.Namespace)
		if err != nil {
			return facts, nil, err
		}
		facts.Objects = append(facts.Objects, same...)
	}
	switch ref.Kind.GVK.GroupKind().String() {
	case "Ingress.networking.k8s.io":
		if classes := collect.Classes(ctx, client); classes != nil {
			facts.Objects, facts.Listed = append(facts.Objects, classes...), append(facts.Listed, "IngressClass")
		}
	case "NetworkPolicy.networking.k8s.io":
		facts.Network = collect.NetworkOf(ctx, client, ref.Namespace)
	}
	return facts, missing, nil
}
