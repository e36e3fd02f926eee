package kube

import (
	"errors"
	"net/http"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// aboutObject matches messages of API servers with a status of 500 or higher that concern an object, or something it needs that
// others serve: a webhook, an aggregated API.
var aboutObject = regexp.MustCompile(`admission webhook "|failed calling webhook "|conversion webhook for |error trying to reach service|` +
	`more than one PodDisruptionBudget|request is too large`)

// Undecided reports whether an error is the answer of an API server that has not judged the request: it was too busy, starting
// or stopping, its store did not answer, or it was busy with another write to the same quota. Whether a write was stored is then
// unknown.
func Undecided(err error) bool {
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) || errors.As(err, new(*ApplyError)) || errors.As(err, new(*BudgetError)) {
		return false
	}
	switch said := answer.Status(); {
	case errors.As(err, new(*disturbed)):
		return true
	case aboutObject.MatchString(said.Message):
		return false
	case said.Code == http.StatusRequestTimeout, said.Code == http.StatusTooManyRequests:
		return true
	default:
		return said.Code >= http.StatusInternalServerError
	}
}

// Decided reports whether an error is the judgement of an API server: it refused the request.
func Decided(err error) bool { return errors.As(err, new(apierrors.APIStatus)) && !Undecided(err) }
