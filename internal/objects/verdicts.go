package objects

import (
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Present is a check of an object, which has to exist.
func Present(ref kube.Ref, check func(*unstructured.Unstructured) observe.Verdict) observe.Check {
	return PresentIn(ref, func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict { return check(obj) })
}

// PresentIn is Present for a check that looks at other objects too.
func PresentIn(ref kube.Ref, check func(observe.View, *unstructured.Unstructured) observe.Verdict) observe.Check {
	return func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		return check(v, obj)
	}
}

// Decided is the verdict of a check that can no longer be met: what has happened does not change.
func Decided(saw string) observe.Verdict {
	return observe.Verdict{Saw: saw, FailsFast: errors.New("what has been does not change"), Certain: true}
}
