package kube

import (
	"errors"
	"fmt"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// SilentWebhookError says that an object was not stored because a webhook did not answer, or not as a webhook does. It is a
// refusal of the object only for who has made the webhook: to all others it says nothing about the object.
type SilentWebhookError struct {
	Webhook string
	Refusal *ApplyError // what it is for who has made the webhook
}

func (e *SilentWebhookError) Error() string {
	return fmt.Sprintf("%s was not looked at: %s", e.Refusal.Object, e.Refusal.Reason)
}

// Unwrap is the answer of the API server.
func (e *SilentWebhookError) Unwrap() error { return e.Refusal.Err }

var silent = regexp.MustCompile(`failed calling webhook "([^"]+)"`)

// SilentWebhook is the webhook that a write was not done for because it did not answer, "" when that is not so.
func SilentWebhook(err error) string {
	var answer apierrors.APIStatus
	if !errors.As(err, &answer) {
		return ""
	}
	found := silent.FindStringSubmatch(answer.Status().Message)
	if found == nil {
		return ""
	}
	return found[1]
}
