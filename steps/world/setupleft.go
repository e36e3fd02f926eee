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

// asLeft reports whether all objects of a set-up exist and are not being deleted and, with unchanged, still have the values
// that the set-up applied.
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

// ownedOf returns for each object of a set-up the hash of the fields that gherkind owns.
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

// setUpObject returns an object of a set-up from the cluster; nil if it does not exist.
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

// owned returns a hash of the fields of an object that gherkind owns. If another manager changes or removes a field, the API
// server removes it from gherkind's fields, so the hash changes, for objects of any kind. Fields that controllers add, and the
// status, do not count (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).
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
