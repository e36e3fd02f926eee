package world

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
)

// Parameters of step functions that refer to something in the scenario. Package step calls their method Resolve with the values
// of the placeholders before it calls the function; see the comment of that package.

// ObjectRef is the object of a kind and a name, as in `{kind} {name}`.
type ObjectRef struct {
	kube.Ref
	Said Reference // as written in the step
}

// Resolve finds the object and watches its kind.
func (o *ObjectRef) Resolve(ctx context.Context, w *World, kind, name string) (err error) {
	o.Said = Reference{Kind: kind, Name: name}
	o.Ref, err = o.Said.Resolve(ctx, w)
	return err
}

// PodRef is the pod of a name, as in `pod {name}`.
type PodRef struct {
	kube.Ref
	Said string // the name as written in the step
}

// Resolve finds the pod and watches pods.
func (p *PodRef) Resolve(ctx context.Context, w *World, name string) (err error) {
	p.Said = name
	p.Ref, err = w.Resolve(ctx, "pods", name)
	return err
}

// ContainerRef is a container of a pod, as in `container {name} of pod {name}`.
type ContainerRef kube.ContainerRef

// Ref converts the reference for packages that do not depend on scenarios.
func (c ContainerRef) Ref() kube.ContainerRef { return kube.ContainerRef(c) }

// Resolve finds the pod and watches pods.
func (c *ContainerRef) Resolve(ctx context.Context, w *World, name, pod string) (err error) {
	c.Name = name
	c.Pod, err = w.Resolve(ctx, "pods", pod)
	return err
}

// ServiceRef is the Service of a name, as in `service {name}`.
type ServiceRef struct{ kube.Ref }

// Resolve finds the Service and watches Services.
func (s *ServiceRef) Resolve(ctx context.Context, w *World, name string) (err error) {
	s.Ref, err = w.Resolve(ctx, "services", name)
	return err
}

// JobRef is the Job of a name, as in `job {name}`.
type JobRef struct{ kube.Ref }

// Resolve finds the Job and watches Jobs.
func (j *JobRef) Resolve(ctx context.Context, w *World, name string) (err error) {
	j.Ref, err = w.Resolve(ctx, "jobs.batch", name)
	return err
}

// NodeRef is the Node object of a `{node}`.
type NodeRef struct{ kube.Ref }

// Resolve finds the node and watches nodes.
func (n *NodeRef) Resolve(ctx context.Context, w *World, short string) error {
	full, err := w.Run.Nodes.Resolve(short)
	if err != nil {
		return err
	}
	n.Ref, err = w.Resolve(ctx, "nodes", full)
	return err
}

// NodeName is the full name of the node of a `{node}`. Resolving it sends no request to the API server.
type NodeName struct{ Name string }

// Resolve finds the name.
func (n *NodeName) Resolve(_ context.Context, w *World, short string) (err error) {
	n.Name, err = w.Run.Nodes.Resolve(short)
	return err
}

// ChangedNode is a node that the step changes.
type ChangedNode struct{ NodeRef }

// Resolve requires the full name of a node in an external cluster, because a short name may match another node there.
func (n *ChangedNode) Resolve(ctx context.Context, w *World, short string) error {
	if err := n.NodeRef.Resolve(ctx, w, short); err != nil {
		return err
	}
	if w.Run.Foreign && n.Name != short {
		return fmt.Errorf("node %q is %s in this external cluster: a node that is changed there is named in full", short, n.Name)
	}
	return nil
}
