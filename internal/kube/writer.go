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

// Way is how an object is about to be written.
type Way string

// The ways to write.
const (
	Makes   Way = "make"   // an object that must not be there yet
	Changes Way = "change" // apply, patch, scale; an apply makes what is not there
	Deletes Way = "delete"
	Evicts  Way = "evict" // a pod
)

// Permit decides before each write whether it may be done; an error ends it, and nothing is sent. only, when set, is the
// object that is meant: another one of its name is not written.
type Permit func(way Way, ref Ref) (only types.UID, err error)

// Writer changes objects. A [Client] has no other way to do it, so that whoever writes has to say who is told what has
// become of it: a check behind a write must not be judged by a state from before it.
type Writer struct {
	client *Client
	wrote  func(Change)
	permit Permit
}

// Writer makes a writer that asks permit before each write, and calls wrote after each one that the API server has
// accepted, on the goroutine of the write. Nil is for clean-up alone, which undoes what was permitted, and behind which
// nothing is checked.
func (c *Client) Writer(permit Permit, wrote func(Change)) *Writer {
	if permit == nil {
		permit = func(Way, Ref) (types.UID, error) { return "", nil }
	}
	if wrote == nil {
		wrote = func(Change) {}
	}
	return &Writer{client: c, wrote: wrote, permit: permit}
}

// shows tells of an object as an answer has it.
func (w *Writer) shows(ref Ref, obj *unstructured.Unstructured) {
	w.wrote(Change{Ref: ref, UID: obj.GetUID(), Revision: obj.GetResourceVersion()})
}
