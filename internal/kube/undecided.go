package kube

import (
	"errors"
	"net/http"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// aboutObject is what API servers say with a status from 500 on about an object, or about what the object needs and others serve:
// a webhook, the server of an API.
var aboutObject = regexp.MustCompile(`admission webhook "|failed calling webhook "|conversion webhook for |error trying to reach service|` +
	`more than one PodDisruptionBudget|request is too large`)

// Undecided tells of an error that it is the answer of an API server that has not decided about the request: it was too busy, was
// about to start or to end, or its store did not answer. Whether a write was stored is not known then.
func Undecided(err error) bool {
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) || errors.As(err, new(*ApplyError)) || errors.As(err, new(*BudgetError)) {
		return false
	}
	switch said := answer.Status(); {
	case aboutObject.MatchString(said.Message):
		return false
	case said.Code == http.StatusRequestTimeout, said.Code == http.StatusTooManyRequests:
		return true
	default:
		return said.Code >= http.StatusInternalServerError
	}
}
