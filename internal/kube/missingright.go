package kube

import (
	"errors"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// RightError says that whoever asks does not have the right to what was asked. It says nothing of the objects.
type RightError struct {
	Sentence string
	Err      error
}

func (e *RightError) Error() string {
	return e.Sentence + "; gherkind rbac prints the rights that features need"
}

func (e *RightError) Unwrap() error { return e.Err }

// unauthorized is how an API server says that a right is missing, whichever way it decides that. Admission, which judges
// objects, does not speak so.
var unauthorized = regexp.MustCompile(`User "[^"]*" cannot \w+ (?:resource|path) "[^"]*"(?: in API group "[^"]*")?(?: in the namespace "[^"]*"| at the cluster scope)?`)

// MissingRight finds in an error that a right of our own is missing, nil when none is. The output of a command is no
// error of ours, whatever it says.
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

// missingToConnect is MissingRight for the error of a request for a connection: its client makes a text of the answer.
func missingToConnect(err error) error {
	if err == nil || MissingRight(err) != nil {
		return err
	}
	if found := unauthorized.FindString(err.Error()); found != "" {
		return &RightError{Sentence: "a right is missing: " + found, Err: err}
	}
	return err
}
