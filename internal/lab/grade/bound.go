package grade

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// The limits of a submission apply to what a student hands in. A namespace also has what controllers make of that, earlier
// revisions, and status.
const (
	timesObjects = 20
	timesSize    = 64
)

// TooMuch says that a namespace has more than the grader reads.
type TooMuch struct{ Sentence string }

func (t *TooMuch) Error() string { return t.Sentence }

// bound counts what is read of a namespace.
type bound struct {
	objects, mostObjects int
	bytes, mostBytes     int64
}

func boundOf(l exercise.Limits) *bound {
	return &bound{mostObjects: timesObjects * (l.Objects + l.Pods), mostBytes: timesSize * l.Bytes}
}

// count adds an object. The error is a [*TooMuch].
func (b *bound) count(obj *unstructured.Unstructured) error {
	text, err := obj.MarshalJSON()
	if err != nil {
		return fmt.Errorf("measure %s: %w", nameOf(obj), err)
	}
	b.objects++
	b.bytes += int64(len(text))
	switch {
	case b.objects > b.mostObjects:
		return &TooMuch{fmt.Sprintf("the namespace has more than %d objects: delete what does not belong to the work", b.mostObjects)}
	case b.bytes > b.mostBytes:
		return &TooMuch{fmt.Sprintf("the objects in the namespace are larger than %d bytes together: delete what does not belong to the work", b.mostBytes)}
	}
	return nil
}

// withoutContents replaces the contents of a ConfigMap or a Secret by their hash, which is enough to see that they have changed.
func withoutContents(obj *unstructured.Unstructured) error {
	if kind := obj.GetKind(); kind != "ConfigMap" && kind != "Secret" {
		return nil
	}
	text, err := json.Marshal([]any{obj.Object["data"], obj.Object["binaryData"]})
	if err != nil {
		return fmt.Errorf("compare %s: %w", nameOf(obj), err)
	}
	sum := sha256.Sum256(text)
	delete(obj.Object, "binaryData")
	obj.Object["data"] = hex.EncodeToString(sum[:])
	return nil
}
