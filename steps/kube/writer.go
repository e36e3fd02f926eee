package kube

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Change is what the API server has answered to a write.
type Change struct {
	Ref Ref
	UID types.UID
	// Revision is the resourceVersion of the object as the answer shows it; of a deletion, that of the version which
	// was deleted. It is empty when the answer shows none.
	Revision string
	// Ending says that the object was deleted: by now it has a deletionTimestamp, or is gone.
	Ending bool
}

// Writer changes objects. A [Client] has no other way to do it, so that whoever writes has to say who is told what has
// become of it: a check behind a write must not be judged by a state from before it.
type Writer struct {
	client *Client
	wrote  func(Change)
}

// Writer makes a writer that calls wrote after each write that the API server has accepted, on the goroutine of the
// write. A nil wrote is for clean-up alone, behind which nothing is checked.
func (c *Client) Writer(wrote func(Change)) *Writer {
	if wrote == nil {
		wrote = func(Change) {}
	}
	return &Writer{client: c, wrote: wrote}
}

// shows tells of an object as an answer has it.
func (w *Writer) shows(ref Ref, obj *unstructured.Unstructured) {
	w.wrote(Change{Ref: ref, UID: obj.GetUID(), Revision: obj.GetResourceVersion()})
}
