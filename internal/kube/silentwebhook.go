package kube

import (
	"errors"
	"fmt"
	"regexp"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// SilentWebhookError says that an object was not stored because a webhook did not answer, or not properly. Only for the owner
// of the webhook is that a refusal of the object; for everybody else it says nothing about the object.
type SilentWebhookError struct {
	Webhook string
	Refusal *ApplyError // the error for the owner of the webhook
}

func (e *SilentWebhookError) Error() string {
	return fmt.Sprintf("%s was not looked at: %s", e.Refusal.Object, e.Refusal.Reason)
}

// Unwrap returns the answer of the API server.
func (e *SilentWebhookError) Unwrap() error { return e.Refusal.Err }

var silent = regexp.MustCompile(`failed calling webhook "([^"]+)"`)

// SilentWebhook returns the webhook whose missing answer prevented a write; "" if there is none.
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
