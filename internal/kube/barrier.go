package kube

import (
	"cmp"
	"errors"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// barred is how an API server says that admission keeps a write from being done: by a webhook that says no, by one that
// does not answer, and by a policy.
var barred = regexp.MustCompile(`admission webhook "([^"]+)" denied the request|failed calling webhook "([^"]+)"|Policy '[^']+' with binding '([^']+)' denied request`)

// Barrier is the webhook, or the binding of a policy, that has refused a write, "" when none has.
func Barrier(err error) string {
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) {
		return ""
	}
	found := barred.FindStringSubmatch(err.Error())
	if found == nil {
		return ""
	}
	return cmp.Or(found[1:]...)
}
