package kube

import (
	"cmp"
	"errors"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// barred matches messages of an API server about a write that admission prevented: a webhook denied it or did not answer, or a
// policy denied it.
var barred = regexp.MustCompile(`admission webhook "([^"]+)" denied the request|failed calling webhook "([^"]+)"|Policy '[^']+' with binding '([^']+)' denied request`)

// Barrier returns the webhook, or the binding of a policy, that has refused a write; "" if none has.
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
