// Package diagnose explains an object of a live cluster as a failed scenario
// would explain it: from what is there now, once, without any scenario.
package diagnose

import (
	"context"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/gather"
	"github.com/gherkind/gherkind/steps/kube"
)

// Object is what was found of one object.
type Object struct {
	Ref      kube.Ref
	Status   string // of a pod, in the words of kubectl get pods; "" of any other kind
	Exists   bool
	Findings []explain.Finding // the deepest cause first; none when nothing is wrong
	Missing  []error           // what could not be read
}

// Subject is what a person asks about.
type Subject struct{ Kind, Namespace, Name string }

// ParseSubject reads KIND/NAME, as kubectl takes it.
func ParseSubject(text, namespace string) (Subject, error) {
	kind, name, ok := strings.Cut(text, "/")
	if !ok || kind == "" || name == "" || strings.Contains(name, "/") {
		return Subject{}, fmt.Errorf("%q names no object: write KIND/NAME, for example pod/web", text)
	}
	return Subject{Kind: kind, Namespace: namespace, Name: name}, nil
}

// Run looks at the object and all that an explanation may need around it. The
// error is that of [cluster.Connect], or a *kube.UnknownKindError.
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
	facts, missing := gather.Facts(ctx, client, s.Namespace)
	object.Missing = missing
	for _, obj := range facts.Objects {
		if obj.GetKind() == kind.GVK.Kind && obj.GetName() == s.Name && obj.GetNamespace() == object.Ref.Namespace {
			object.Exists, object.Status = true, explain.StatusOf(obj)
		}
	}
	if !object.Exists { // of a kind that explanations do not know, or not there
		found, err := client.Get(ctx, object.Ref)
		if err != nil {
			return nil, err
		}
		object.Exists = found != nil
	}
	object.Findings = explain.Why(facts, explain.Subject{Kind: kind.GVK.Kind, Namespace: object.Ref.Namespace, Name: s.Name})
	return object, nil
}
