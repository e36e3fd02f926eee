package kube

import (
	"errors"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// RightError says that the user lacks the permission for a request. It says nothing about the objects.
type RightError struct {
	Sentence string
	Err      error
}

func (e *RightError) Error() string {
	return e.Sentence + "; gherkind rbac prints the rights that features need"
}

func (e *RightError) Unwrap() error { return e.Err }

// unauthorized matches the messages of an API server about a missing permission, whatever its authorizer. Admission, which
// judges objects, words its messages differently.
var unauthorized = regexp.MustCompile(`User "[^"]*" cannot \w+ (?:resource|path) "[^"]*"(?: in API group "[^"]*")?(?: in the namespace "[^"]*"| at the cluster scope)?`)

// MissingRight returns the missing permission of gherkind's own user that an error reports; nil if it reports none. The output
// of a command is not such an error, whatever it says.
func MissingRight(err error) *RightError {
	if already, is := errors.AsType[*RightError](err); is {
		return already
	}
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) || !apierrors.IsForbidden(err) {
		return nil
	}
	found := unauthorized.FindString(answer.Status().Message)
	if found == "" {
		return nil
	}
	return &RightError{Sentence: "a right is missing: " + found, Err: err}
}

// missingToConnect is MissingRight for the error of a request for a connection, whose client turns the answer into text.
func missingToConnect(err error) error {
	if err == nil || MissingRight(err) != nil {
		return err
	}
	if found := unauthorized.FindString(err.Error()); found != "" {
		return &RightError{Sentence: "a right is missing: " + found, Err: err}
	}
	return err
}
