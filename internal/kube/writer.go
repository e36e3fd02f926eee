package kube

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Change is the answer of the API server to a write.
type Change struct {
	Ref Ref
	UID types.UID
	// Revision is the resourceVersion of the object in the answer; for a deletion, that of the deleted version. It is empty if
	// the answer has none.
	Revision string
	// Ending says that the object was deleted: it now has a deletionTimestamp, or is gone.
	Ending bool
	// Made says that the write has created the object.
	Made bool
}

// Way is how an object is about to be written.
type Way string

// The ways to write.
const (
	Makes   Way = "make"   // an object that must not exist yet
	Changes Way = "change" // apply, patch, scale; an apply may create the object
	Deletes Way = "delete"
	Evicts  Way = "evict" // a pod
)

// Permit decides before each write whether it is allowed; if it returns an error, nothing is sent. only, if set, is the UID of
// the intended object: another object of that name is not written.
type Permit func(way Way, ref Ref) (only types.UID, err error)

// Writer changes objects. A [Client] has no other way to do so, so that every writer has to say who is told about the changes:
// a check after a write must not be judged by a state from before it.
type Writer struct {
	client *Client
	wrote  func(Change)
	permit Permit
}

// Writer creates a writer that calls permit before each write, and wrote after each write that the API server has accepted, on
// the same goroutine. A nil permit or wrote is only for clean-up, which undoes permitted writes and is followed by no check.
func (c *Client) Writer(permit Permit, wrote func(Change)) *Writer {
	if permit == nil {
		permit = func(Way, Ref) (types.UID, error) { return "", nil }
	}
	if wrote == nil {
		wrote = func(Change) {}
	}
	return &Writer{client: c, wrote: wrote, permit: permit}
}

// shows reports an object as an answer shows it.
func (w *Writer) shows(ref Ref, obj *unstructured.Unstructured) {
	w.wrote(Change{Ref: ref, UID: obj.GetUID(), Revision: obj.GetResourceVersion()})
}
