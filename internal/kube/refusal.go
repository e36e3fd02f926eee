package kube

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ApplyError is the API server's refusal of an object.
type ApplyError struct {
	Object string   // deployment "web"
	Reason string   // the server's own message
	Fields []string // what is wrong with each field that the server names
	Err    error
}

func (e *ApplyError) Error() string {
	if len(e.Fields) == 0 {
		return fmt.Sprintf("the cluster refused %s: %s", e.Object, e.Reason)
	}
	return fmt.Sprintf("the cluster refused %s: %s", e.Object, strings.Join(e.Fields, "; "))
}

func (e *ApplyError) Unwrap() error { return e.Err }

// Says reports whether the refusal contains a text, in the words of Error or in those of the server.
func (e *ApplyError) Says(text string) bool {
	return strings.Contains(e.Error(), text) || strings.Contains(e.Reason, text)
}

// refusal distinguishes the server's judgement of the object from other failures: a broken connection, or a server that fails,
// is too busy, does not accept the credentials, or was disturbed by another write.
func refusal(ref Ref, obj *unstructured.Unstructured, err error) error {
	if missing := MissingRight(err); missing != nil {
		return fmt.Errorf("apply %s: %w", ref, missing) // the object was not judged
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return fmt.Errorf("apply %s: %w", ref, err)
	}
	answer := status.Status()
	trouble := answer.Code < 400 || answer.Code >= 500 || apierrors.IsTooManyRequests(err) || apierrors.IsUnauthorized(err)
	fields, aboutObject := objections(obj, answer.Message)
	if conflictElsewhere(ref, err) && !aboutObject {
		return fmt.Errorf("apply %s: %w", ref, &disturbed{err})
	}
	if trouble && !aboutObject {
		return fmt.Errorf("apply %s: %w", ref, err)
	}
	if fields == nil {
		fields = causes(answer)
	}
	refused := &ApplyError{Object: ref.String(), Reason: answer.Message, Fields: fields, Err: err}
	if name := SilentWebhook(err); name != "" {
		return &SilentWebhookError{Webhook: name, Refusal: refused}
	}
	return refused
}

// disturbed is the error of a write that another one disturbed, see conflictElsewhere.
type disturbed struct{ err error }

func (d *disturbed) Error() string { return d.err.Error() }
func (d *disturbed) Unwrap() error { return d.err }

// conflictElsewhere reports whether two writes were in each other's way at an object of another kind, which the API server
// changes with each of them: a quota, or an allocation of addresses or ports. That says nothing about the written object, and
// the client should try again: https://issue.k8s.io/67761.
func conflictElsewhere(ref Ref, err error) bool {
	var status apierrors.APIStatus
	if !apierrors.IsConflict(err) || !errors.As(err, &status) || status.Status().Details == nil {
		return false
	}
	kind := status.Status().Details.Kind
	return kind != "" && kind != ref.Kind.GVR.Resource && kind != ref.Kind.GVK.Kind
}

// causes returns the server's messages about single fields.
func causes(answer metav1.Status) []string {
	if answer.Details == nil {
		return nil
	}
	var fields []string
	for _, cause := range answer.Details.Causes {
		if cause.Field == "" {
			fields = append(fields, cause.Message)
			continue
		}
		fields = append(fields, cause.Field+": "+cause.Message)
	}
	return fields
}

// Beginnings of messages that are about the object, whatever the status: the API server sends status 500 if an object does not
// match its kind, and a webhook may refuse with any status.
var (
	typed    = regexp.MustCompile(`(?s)^failed to create typed patch object \(.*?, Kind=[^)]*\): (?:errors:\n)?(.*)$`)
	converts = regexp.MustCompile(`(?s)^(?:failed to convert new object \(.*?, Kind=[^)]*\) to proper version: )?unable to convert unstructured object to .*?, Kind=[^:]*: (.*)$`)
	strict   = regexp.MustCompile(`strict decoding error: (.*)$`)
	unknown  = regexp.MustCompile(`unknown field "([^"]*)"`)
	webhook  = regexp.MustCompile(`^admission webhook "[^"]*" denied the request|failed calling webhook "`)
)

// objections returns what a message of the API server says is wrong with the object, reworded for people; none if the message
// is clear itself. ok says that the message is about the object.
func objections(obj *unstructured.Unstructured, message string) (fields []string, ok bool) {
	switch {
	case typed.MatchString(message):
		for _, one := range strings.Split("\n"+typed.FindStringSubmatch(message)[1], "\n  .") {
			if one = strings.TrimPrefix(strings.TrimSpace(one), "."); one != "" {
				fields = append(fields, objection(obj, one))
			}
		}
		return fields, true
	case converts.MatchString(message):
		return []string{"a value does not have the form that its field requires: " + withoutGo(converts.FindStringSubmatch(message)[1])}, true
	case strict.MatchString(message):
		for _, field := range unknown.FindAllStringSubmatch(message, -1) {
			fields = append(fields, noField(obj, field[1]))
		}
		return fields, true
	}
	return nil, webhook.MatchString(message)
}

var unmarshal = regexp.MustCompile(`(?:error decoding from json: |json: )*cannot unmarshal (\w+) into Go (?:struct field (?:\w+\.)?([\w.]+)|value) of type \S+`)

// withoutGo rewords messages of Go's decoder.
func withoutGo(message string) string {
	found := unmarshal.FindStringSubmatch(message)
	if found == nil {
		return message
	}
	if found[2] == "" {
		return "a " + found[1] + " cannot stand there"
	}
	return fmt.Sprintf("%s cannot be a %s", found[2], found[1])
}
