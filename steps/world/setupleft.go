package world

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// asLeft tells whether all objects of a set-up are in the cluster, stay, and, where that is asked, have the values that it gave
// them.
func (r *Run) asLeft(ctx context.Context, s *setUp, record *setUpRecord, unchanged bool) (bool, error) {
	for i, o := range record.Objects {
		there, err := r.setUpObject(ctx, o)
		if err != nil {
			return false, err
		}
		gone := there == nil || !s.has(there) || there.GetDeletionTimestamp() != nil
		if gone || unchanged && (i >= len(record.Owned) || record.Owned[i] != owned(there)) {
			r.Note("%s is not as the set-up has left it: it is set up again", o)
			return false, nil
		}
	}
	return true, nil
}

// ownedOf are the hashes of what is gherkind's of each object of a set-up.
func (r *Run) ownedOf(ctx context.Context, objects []setUpObject) ([]string, error) {
	hashes := make([]string, len(objects))
	for i, o := range objects {
		there, err := r.setUpObject(ctx, o)
		if err != nil {
			return nil, err
		}
		if there != nil {
			hashes[i] = owned(there)
		}
	}
	return hashes, nil
}

// setUpObject is an object of a set-up as it is in the cluster; nil when it is not there.
func (r *Run) setUpObject(ctx context.Context, o setUpObject) (*unstructured.Unstructured, error) {
	kind, err := r.Client.Kind(ctx, o.Kind)
	if errors.As(err, new(*kube.UnknownKindError)) {
		return nil, nil //nolint:nilnil // with its kind, the object is gone
	}
	if err != nil {
		return nil, err
	}
	return r.Client.Get(ctx, kube.Ref{Kind: kind, Namespace: o.Namespace, Name: o.Name})
}

// owned is the hash of the fields of an object that gherkind owns. The API server takes a field away from its owner when
// somebody else gives it another value, or removes it: then the hash is another one, whatever kind of object it is. What
// controllers add and write into the status does not count.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
func owned(obj *unstructured.Unstructured) string {
	var entries []string
	for _, e := range obj.GetManagedFields() {
		if e.Manager == kube.FieldManager && e.Subresource == "" && e.FieldsV1 != nil {
			entries = append(entries, fmt.Sprintf("%s %s", e.Operation, e.FieldsV1.GetRawString()))
		}
	}
	slices.Sort(entries)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(entries, "\n"))))[:12]
}

func (o setUpObject) String() string {
	return placeOf(kube.Ref{Kind: kube.Kind{GVK: o.Kind, Namespaced: o.Namespace != ""}, Namespace: o.Namespace, Name: o.Name})
}
